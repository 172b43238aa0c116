/** Verbs about the Syncthing that a person already has. It is asked as that person, on this computer alone. */
import { z } from 'zod'
import { defineVerb, silences } from '../../contract/define.ts'
import { relativeBytePathSchema } from '../../contract/path-schemas.ts'
import { askedFileSchema, folderIdSchema, personAnswerSchema } from '../../contract/person-syncthing.ts'

/** Asks nobody where none runs. */
export const lookAtPersonSyncthing = defineVerb({
  name: 'person-syncthing.look',
  title: 'look at your Syncthing',
  mutates: false,
  input: z.object({}),
  output: personAnswerSchema.look,
})

/** Has it read these folders anew, which it does by itself at times, and looks at it when that is done. */
export const scanPersonFolders = defineVerb({
  name: 'person-syncthing.scan',
  title: 'have your Syncthing read its folders',
  mutates: false,
  silentMs: silences.long,
  input: z.object({ folders: z.array(folderIdSchema) }),
  output: personAnswerSchema.scan,
})

export const filesAskedAtOnce = 2_000

/** What it has of these files; null for what it does not carry. */
export const readPersonFiles = defineVerb({
  name: 'person-syncthing.files',
  title: 'ask your Syncthing about files',
  mutates: false,
  silentMs: silences.long,
  input: z.object({ files: z.array(askedFileSchema).max(filesAskedAtOnce) }),
  output: z.object({ versions: personAnswerSchema.files }),
})

/** Of one laptop. */
export const conflictsAtMost = 2_000

/**
 * Files in which it keeps versions that gave way. Nothing is looked for where the person has none. Of what is known for less than
 * `knownMs` only what is gone is looked for.
 */
export const findPersonConflicts = defineVerb({
  name: 'person-syncthing.conflicts',
  title: 'look for conflict files of your Syncthing',
  mutates: false,
  silentMs: silences.long,
  input: z.object({ knownMs: z.int() }),
  output: z.object({ paths: z.array(relativeBytePathSchema).max(conflictsAtMost), more: z.int() }),
})
