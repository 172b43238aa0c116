/** What a client is told of the files of a plan: as many as a person has, each like those that laptops named. */
import type { DifferingEntry, Effect } from '../../src-main/contract/switch-calls.ts'
import type { LookSide } from '../../src-main/contract/look.ts'
import type { Change } from '../../src-main/contract/preview.ts'
import type { World } from './memory-binding.ts'

/** A sun over hills, in the morning and in the evening. */
const morning =
  'iVBORw0KGgoAAAANSUhEUgAAAKAAAABkCAIAAACO1KzYAAABAklEQVR42u3bQQ2AMAxAUYQhgjMikIMcHCACG5xwAKFbYF1e8u9N+m7QDet2qOMGKwAswAIswAIswAIMWIAFWIDVDfC5z/fByAr8SIs5MfArXcbJgAO6jNMAh3UZJwAu1GXcNHAVXcaA9QdwRV3GgAUYMGDAgAEDBgwYMGDAAizAgH2LBgzY/2C6LjrousmSq0q5iwbsZQNgARZgARZgARZgwAIswAIswAIswIAFWIAFWIAFWIABC7AyAo/LFK5ksLnfzAUM2KIBWzRgwIDNBWwuYHPrAav9AAMWYAEWYAEWYAEGLMACLMACLMACDFiABViABViABViAAQuwAAuwACvSBR7TZp3N06jWAAAAAElFTkSuQmCC'
const evening =
  'iVBORw0KGgoAAAANSUhEUgAAAKAAAABkCAIAAACO1KzYAAABAElEQVR42u3bMQ2AQAxAUYQhghkRyEEODhCBDSYcMBy0hctL/t6kb4PesG6HOm6wAsACLMACLMACLMCABViABViAf9e5z/cB7pY2nxlwjW6aMeAy3RxjwJW6CcaAi3WjjQHX64YaAwaseN04Y8CABRgwYMCAAQMGDBgwYMACLMCMfYsGDNj/YMAuOgC7yZKrSrmLlpcN8jZJgAVYgAELsAALsAALsAADFmABFmABFmABBizAAizAygcel6m5J4PNzZkLGLBFA7ZowIABmwvYXMDmvges7wcYsAALsAALsAALMGABFmABFmABFmDAAizAAizAAizAAgxYgAVYgAVYLV2eoGadglD8wwAAAABJRU5ErkJggg=='

const line = (effect: Effect, name: string, bytes: number): Change => ({
  effect,
  name,
  kind: 'file',
  detail: { remove: 'deleted', rename: 'was', update: 'changed', add: 'new' }[effect],
  bytes,
})
const folder = (effect: 'remove' | 'add', name: string, files: number, bytes: number): Change => ({
  effect,
  name,
  kind: 'folder',
  detail: `${effect === 'remove' ? 'deleted' : 'new'}, ${files} files`,
  bytes,
  items: files + 1,
})
const many = (count: number, make: (index: number) => Change): Change[] =>
  Array.from({ length: count }, (_, index) => make(index))

const all: readonly Change[] = [
  folder('remove', 'Documents/letters', 35, 312_000),
  ...many(35, (index) => line('remove', `Documents/letters/letter-${index + 1}.odt`, 8_914)),
  {
    effect: 'rename',
    name: 'Documents/minutes-2026',
    kind: 'folder',
    detail: 'was Documents/minutes, 241 items',
    bytes: 2_140_000,
  },
  ...many(84, (index) => line('update', `Documents/Invoices/2026-${index + 1}.pdf`, 84_200)),
  folder('add', 'Pictures/2026-11 Porto', 431, 3.9e9),
  ...many(1_199, (index) => line('add', `Projects/atlas/tiles/tile-${String(index).padStart(4, '0')}.png`, 41_000)),
]

interface ListInput {
  readonly search: string
  readonly effects: readonly Effect[]
  readonly offset: number
  readonly limit: number
}

function listChanges({ search, effects, offset, limit }: ListInput) {
  const found = all.filter(
    ({ name, effect }) =>
      effects.some((one) => one === effect) && name.toLowerCase().includes(search.trim().toLowerCase()),
  )
  const count = (wanted: Effect) => all.filter(({ effect }) => effect === wanted).length
  return {
    total: found.length,
    entries: found.slice(offset, offset + limit),
    counts: {
      remove: count('remove'),
      rename: count('rename'),
      update: count('update'),
      add: count('add'),
      bytes: 18.4e9,
    },
    isWhole: true,
  }
}

const monday = '2026-11-16T18:12:00.000Z'
const today = '2026-11-20T07:12:00.000Z'

function entry(name: string, parts: Partial<DifferingEntry>): DifferingEntry {
  return { name, path: `alice/asked/${name}`, type: 'file', onlyFrom: 0, onlyTo: 0, differ: 0, ...parts }
}

const asked: readonly DifferingEntry[] = [
  entry('figures', { type: 'folder', differ: 12, onlyFrom: 3, onlyTo: 1, newer: 'from' }),
  entry('chapter-1.md', {
    differ: 1,
    from: { files: 1, bytes: 8_412, changedAt: today },
    to: { files: 1, bytes: 8_390, changedAt: monday },
    newer: 'from',
  }),
  entry('cover.png', {
    differ: 1,
    from: { files: 1, bytes: 41_200, changedAt: monday },
    to: { files: 1, bytes: 40_870, changedAt: today },
    newer: 'to',
  }),
  entry('notes.txt', { onlyTo: 1, to: { files: 1, bytes: 210, changedAt: monday } }),
]
const figures: readonly DifferingEntry[] = Array.from({ length: 16 }, (_, index) =>
  entry(`figure-${index + 1}.svg`, {
    path: `alice/asked/figures/figure-${index + 1}.svg`,
    differ: 1,
    from: { files: 1, bytes: 12_000 + index, changedAt: today },
    to: { files: 1, bytes: 11_000 + index, changedAt: monday },
    newer: 'from',
  }),
)

interface BrowseInput {
  readonly questionId: string
  readonly path?: string
  readonly offset: number
  readonly limit: number
}

/** One file, where its name has an ending; else a folder. */
function browse({ questionId, path, offset, limit }: BrowseInput) {
  const isFile = /\.\w+$/.test(questionId)
  const entries = path !== undefined ? figures : isFile ? asked.slice(1, 2) : asked
  return {
    path: path ?? 'alice/asked',
    total: entries.length,
    entries: entries.slice(offset, offset + limit),
    isWhole: true,
  }
}

const about = { mode: '0644', owner: 'alice:alice' }
const numbered = Array.from(
  { length: 120 },
  (_, index) =>
    `Line ${index + 1} of the first chapter, which is about the long way from the coast to the mountains and what was found there.`,
)
const chapter = (changed: Readonly<Record<number, string>>): string =>
  numbered.map((text, index) => changed[index + 1] ?? text).join('\n')
const picture = (base64: string, changedAt: string, sha256: string): LookSide => ({
  kind: 'opaque',
  sha256: sha256.repeat(32),
  ...about,
  changedAt,
  bytes: 41_200,
  picture: { type: 'image/png', base64 },
})

/** Of a file in a folder that a question is about. */
export function lookInto(path: string): { readonly from: LookSide; readonly to: LookSide } {
  if (path.endsWith('.png')) return { from: picture(morning, today, 'a3'), to: picture(evening, monday, 'b4') }
  const text = (contents: string, changedAt: string): LookSide => ({
    kind: 'text',
    text: contents,
    ...about,
    changedAt,
    bytes: contents.length,
  })
  if (path.endsWith('notes.txt')) return { from: { kind: 'absent' }, to: text('Ask Maria about the maps.\n', monday) }
  return {
    from: text(
      chapter({ 33: 'A sentence that was written again this morning.', 34: 'And one after it.', 90: 'The end.' }),
      today,
    ),
    to: text(chapter({}), monday),
  }
}

export const planAnswers: World['answers'] = {
  'switch.changes': (input) => listChanges(input as ListInput),
  'switch.browse': (input) => browse(input as BrowseInput),
}
