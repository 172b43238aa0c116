/** Which files are selected, and what a decision makes of the list. It is stored at once, and can be taken back. */
import { useMemo, useState } from 'react'
import type { calls } from '../../../../src-main/contract/calls.ts'
import type { Output } from '../../../../src-main/contract/define.ts'
import { type UndecidedFile, etcPathOf } from '../../../../src-main/contract/etc-calls.ts'
import type { ListItem } from '../../../components/list-keys.ts'
import { nothingSaid, sayAfter } from '../../../components/live-region.tsx'
import { nothingSelected, selectionAmong, selectOnly, selectThese } from '../../../components/selection.ts'
import { useClient } from '../../../stores/app-context.tsx'
import { useAction } from '../../../stores/use-action.ts'
import { texts } from './texts.ts'

export type UndecidedFiles = Output<(typeof calls)['etcUndecided']>
export type RuleDecision = 'always' | 'never'

interface Decided {
  readonly decision: RuleDecision
  readonly files: readonly UndecidedFile[]
}

export function useUndecided(found: UndecidedFiles, put: (found: UndecidedFiles) => void, wanted: string) {
  const client = useClient()
  const [selecting, select] = useState(nothingSelected)
  const [last, setLast] = useState<Decided>()
  const [said, setSaid] = useState(nothingSaid)
  const shown = useMemo(() => filesWith(found.files, wanted), [found.files, wanted])
  const rows = useMemo(() => shown.map(rowOf), [shown])
  const selection = useMemo(() => selectionAmong(selecting, rows), [selecting, rows])
  const selected = useMemo(() => shown.filter(({ pattern }) => selection.keys.has(pattern)), [shown, selection])

  const decide = useAction(async (decision: RuleDecision) => {
    const files = decidable(selected, decision)
    await client.call('etcDecide', { patterns: files.map(({ pattern }) => pattern), decision })
    const rest = found.files.filter((file) => !files.includes(file))
    put({ ...found, files: rest })
    setLast({ decision, files })
    setSaid((before) => sayAfter(before, texts.decided(decision, files.length)))
    const next = nextOpen(shown, new Set(files))
    if (next !== undefined) select(selectOnly(next.pattern))
  })
  const undo = useAction(async ({ files }: Decided) => {
    await client.call('etcDecide', { patterns: files.map(({ pattern }) => pattern), decision: 'forget' })
    put({ ...found, files: inOrder([...found.files, ...files]) })
    setLast(undefined)
    setSaid((before) => sayAfter(before, texts.undone(files.length)))
    select(selectThese(files.map(({ pattern }) => pattern)))
  })
  return { rows, selection, select, selected, decide, undo, last, said }
}

export type Undecided = ReturnType<typeof useUndecided>

/** Those that one press decides: of several no secret is copied. */
export function decidable(selected: readonly UndecidedFile[], decision: RuleDecision): readonly UndecidedFile[] {
  return selected.length === 1 || decision === 'never' ? selected : selected.filter(({ secret }) => !secret)
}

/** `wanted`: part of a path or of why it is asked, letter case ignored. */
export function filesWith(files: readonly UndecidedFile[], wanted: string): readonly UndecidedFile[] {
  const sought = wanted.trim().toLowerCase()
  return files.filter(({ pattern, reason }) => `${etcPathOf(pattern)} ${reason}`.toLowerCase().includes(sought))
}

/** The first one after those that were decided, else the last one that is left. */
export function nextOpen(
  shown: readonly UndecidedFile[],
  decided: ReadonlySet<UndecidedFile>,
): UndecidedFile | undefined {
  const from = shown.findIndex((file) => decided.has(file))
  const open = (file: UndecidedFile) => !decided.has(file)
  return shown.slice(from).find(open) ?? shown.findLast(open)
}

function rowOf(file: UndecidedFile, index: number): ListItem<UndecidedFile> {
  return { kind: 'item', key: file.pattern, item: file, label: etcPathOf(file.pattern), position: index + 1 }
}

function inOrder(files: readonly UndecidedFile[]): UndecidedFile[] {
  return files.toSorted((one, other) => (one.pattern < other.pattern ? -1 : 1))
}
