/** Verbs about the packages and services of one machine. */
import { z } from 'zod'
import { defineVerb, silences } from '../../contract/define.ts'
import { switchIdSchema } from '../../commons/ledger/verbs.ts'
import { freeRoomSchema } from '../../contract/preview.ts'
import { relativeBytePathSchema } from '../../contract/path-schemas.ts'
import {
  archiveSchema,
  captureSchema,
  debconfAnswerSchema,
  markSchema,
  packageActionSchema,
  packageFilesSchema,
  packageNameSchema,
  packageRefSchema,
  packageVersionSchema,
  simulationSchema,
  unitChangeSchema,
  unitNameSchema,
} from './model.ts'
import { architecturesToAddSchema, toLeaveSchema, toUnholdSchema } from './source-verbs.ts'
import { failureSchema } from './program-failure.ts'

/**
 * Who gives back the revision of the last answer of the same agent is told of its packages only where they are others since:
 * `on-pair/read-capture.ts` asks so.
 */
export const capturePackages = defineVerb({
  name: 'packages.capture',
  title: 'list the packages and services',
  mutates: false,
  silentMs: silences.long,
  input: z.object({ known: z.uuid().optional() }),
  output: captureSchema.partial({ packages: true, heldAbsent: true, own: true, lastMarks: true }).extend({
    /** Of what may be absent. */
    revision: z.uuid().optional(),
  }),
})

/** systemd says so to nobody who does not ask: it is a question of its own, for those to whom it matters. */
export const listFailed = defineVerb({
  name: 'packages.failed',
  title: 'list the failed services',
  mutates: false,
  input: z.object({}),
  output: z.object({ units: z.array(z.string()) }),
})

/** By the name of a unit of the system, the package that brought it. Of what no package did nothing is told. */
export const findUnitPackages = defineVerb({
  name: 'packages.unit-packages',
  title: 'find the packages of services',
  mutates: false,
  input: z.object({ units: z.array(unitNameSchema).max(10_000) }),
  output: z.object({ packages: z.record(unitNameSchema, packageNameSchema) }),
})

/** Beside what the package sources offer; they need not be there. */
const filesSchema = packageFilesSchema.default([])
/** What apt would really do; neither downloads nor locks. */
export const simulatePackages = defineVerb({
  name: 'packages.simulate',
  title: 'ask apt what it would do',
  mutates: false,
  silentMs: silences.long,
  input: z.object({
    install: z.array(packageVersionSchema),
    /** Agreed to be removed. */
    remove: z.array(packageRefSchema),
    /** Candidates for removal of which the consequences are wanted. */
    consider: z.array(packageRefSchema),
    architectures: architecturesToAddSchema,
    files: filesSchema,
    leave: toLeaveSchema,
    unhold: toUnholdSchema,
  }),
  output: simulationSchema,
})

/** Where packages are installed, and where their files are kept until then; `heldBytes`: of such files, what is there already. */
export const readPackagesRoom = defineVerb({
  name: 'packages.room',
  title: 'read how much room there is for packages',
  mutates: false,
  input: z.object({}),
  output: z.object({ system: freeRoomSchema, archives: freeRoomSchema.extend({ heldBytes: z.number() }) }),
})

/** What the person answered when these packages asked; no password is among it. */
export const readDebconf = defineVerb({
  name: 'packages.debconf',
  title: 'read what packages were told when they asked',
  mutates: false,
  input: z.object({ packages: z.array(packageNameSchema) }),
  output: z.object({ answers: z.array(debconfAnswerSchema) }),
})

/** Of these installed packages, what apt has kept: files of just the version that is there, which no package source offers. */
export const findKeptFiles = defineVerb({
  name: 'packages.kept-files',
  title: 'look for the files of packages',
  mutates: false,
  silentMs: silences.long,
  input: z.object({ packages: z.array(packageVersionSchema) }),
  output: z.object({
    /** The first that there are: each is a question, for which apt is asked. */
    files: packageFilesSchema,
    /** Offered by no package source that the other laptop could have, and not kept. */
    absent: z.array(packageRefSchema),
  }),
})

const transactionSchema = z.object({
  install: z.array(packageVersionSchema),
  remove: z.array(packageRefSchema),
  agreed: z.array(packageActionSchema),
  /** Agreed to by their SHA-256. */
  files: filesSchema,
  /** Whether broken dependencies are put right, too. */
  repairs: z.boolean().default(false),
})

/**
 * Gets the files that the transaction needs, and says which it could not get. Nothing is installed; "plan-changed" where anything
 * but `agreed` would happen. Repeatable: what an earlier run got is proven again, and stays.
 */
export const downloadPackages = defineVerb({
  name: 'packages.download',
  title: 'download packages',
  mutates: true,
  silentMs: silences.longest,
  input: transactionSchema.extend({
    /** dpkg is told of these first. */
    architectures: architecturesToAddSchema,
  }),
  output: z.object({ missing: z.array(archiveSchema) }),
})

/**
 * Gets files that a plan would need before anybody has agreed to it, by the lists that are there. Changes nothing but a folder of
 * ours, where each is proven again before it is used. What cannot be got, or has no room, is left to `downloadPackages`. Nothing is got
 * over a connection that is paid by what crosses. complete: asked again, it would get nothing more.
 */
export const fetchPackagesAhead = defineVerb({
  name: 'packages.fetch-ahead',
  title: 'download packages beforehand',
  mutates: true,
  silentMs: silences.longest,
  input: z.object({ install: z.array(packageVersionSchema), architectures: architecturesToAddSchema }),
  output: z.object({ bytes: z.number(), end: z.enum(['complete', 'incomplete', 'metered', 'little-room']) }),
})

/**
 * Puts together those that it has or can get, for `transfers.push` from the area "packages". What was put together before goes;
 * with none, that is all.
 */
export const offerPackages = defineVerb({
  name: 'packages.offer',
  title: 'get packages for the other laptop',
  mutates: true,
  silentMs: silences.longest,
  input: z.object({ archives: z.array(archiveSchema) }),
  output: z.object({ paths: z.array(relativeBytePathSchema) }),
})

/** Takes what was pushed, where it is what this laptop's own lists say. What is not goes. */
export const takePackages = defineVerb({
  name: 'packages.take',
  title: 'check packages from the other laptop',
  mutates: true,
  silentMs: silences.long,
  input: transactionSchema,
  output: z.object({
    missing: z.array(archiveSchema),
    /** Of these, the ones that came, and are something else. */
    refused: z.array(archiveSchema),
  }),
})

/**
 * One transaction of what was downloaded, held to `agreed`: if anything else would happen, it fails with "plan-changed" and nothing
 * is changed. Waits for one that an earlier agent started. Repeatable: what is done already is left out.
 */
export const applyPackages = defineVerb({
  name: 'packages.apply',
  title: 'install and remove packages',
  mutates: true,
  silentMs: silences.longest,
  input: transactionSchema.extend({
    marks: z.array(markSchema),
    /** Before the transaction: units that must not start when their package comes. */
    masksBefore: z.array(unitChangeSchema),
    /** For those of the packages that are not installed yet. */
    debconf: z.array(debconfAnswerSchema).default([]),
    /** Names of those that are not set up there, and to stay so. */
    leave: z.array(packageNameSchema).default([]),
  }),
  /** `marks`: those that were not set before. `failures`: of the units. */
  output: z.object({
    actions: z.array(packageActionSchema),
    marks: z.array(markSchema),
    failures: z.array(failureSchema),
  }),
})

/** How packages are marked now; the next plan tells by it, where both laptops recorded the same, who took a mark away. */
export const rememberMarks = defineVerb({
  name: 'packages.remember-marks',
  title: 'remember how packages are marked',
  mutates: true,
  silentMs: silences.long,
  input: z.object({ switchId: switchIdSchema }),
  output: z.object({}),
})

export const changeUnits = defineVerb({
  name: 'packages.change-units',
  title: 'enable and disable services',
  mutates: true,
  silentMs: silences.longest,
  input: z.object({
    changes: z.array(unitChangeSchema),
    /** systemd reads its files first: some of them came with /etc. */
    readAnew: z.boolean().default(false),
  }),
  output: z.object({ done: z.number(), failures: z.array(failureSchema) }),
})
