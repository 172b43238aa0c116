/** The folders of a tree: read when they are opened, and kept. */
import { useCallback, useEffect, useRef, useState } from 'react'
import type { WireError } from '../../../src-main/contract/wire-error.ts'
import { wireErrorOf } from '../../client/client.ts'
import { childrenAtATime, foldersAround, type FolderState, type TreeNode } from './tree-rows.ts'

export interface TreeModel<C extends TreeNode> {
  readonly folders: ReadonlyMap<string, FolderState<C>>
  readonly open: ReadonlySet<string>
  /** One that could not be read is read again. */
  readonly openFolder: (path: string) => void
  /** Reads the next children of a folder that has more. */
  readonly readMore: (path: string) => void
  readonly closeFolder: (path: string) => void
}

export interface TreeSource<C extends TreeNode> {
  /** Of the folder at `path`; the top is "". */
  readonly read: (
    path: string,
    range: { readonly offset: number; readonly limit: number },
  ) => Promise<{ readonly children: readonly C[]; readonly total: number }>
  /** Whether a folder with nothing in it but this one says nothing alone, so that it is opened by itself. */
  readonly leadsOn: (onlyChild: C) => boolean
  readonly onProblem?: (error: WireError) => void
}

/** Of one tree for as long as it is mounted: for another one, give the component another `key`. `shown` is in sight from the beginning. */
export function useTree<C extends TreeNode>(source: TreeSource<C>, shown?: string): TreeModel<C> {
  const [folders, setFolders] = useState<ReadonlyMap<string, FolderState<C>>>(new Map())
  const [around] = useState(() => (shown === undefined ? [] : foldersAround(shown)))
  const [open, setOpen] = useState<ReadonlySet<string>>(() => new Set(around))
  const asked = useRef(new Set<string>())
  const latest = useRef(source)
  useEffect(() => {
    latest.current = source
  })
  const read = useCallback((first: string) => {
    const put = (path: string, state: FolderState<C>) => setFolders((before) => new Map(before).set(path, state))
    const readOne = (path: string): void => {
      if (asked.current.has(path)) return
      asked.current.add(path)
      latest.current.read(path, { offset: 0, limit: childrenAtATime }).then(
        ({ children, total }) => {
          put(path, { kind: 'known', children, total })
          const [only] = children
          if (total !== 1 || only?.hasChildren !== true || !latest.current.leadsOn(only)) return
          setOpen((before) => new Set(before).add(only.path))
          readOne(only.path)
        },
        (thrown: unknown) => {
          const error = wireErrorOf(thrown)
          asked.current.delete(path)
          put(path, { kind: 'failed', error })
          latest.current.onProblem?.(error)
        },
      )
    }
    readOne(first)
  }, [])
  const readMore = useCallback(
    (path: string) => {
      const before = folders.get(path)
      if (before?.kind !== 'known' || asked.current.has(moreOf(path))) return
      asked.current.add(moreOf(path))
      const put = (state: FolderState<C>) => {
        asked.current.delete(moreOf(path))
        setFolders((all) => new Map(all).set(path, state))
      }
      latest.current.read(path, { offset: before.children.length, limit: childrenAtATime }).then(
        ({ children, total }) => put({ kind: 'known', children: [...before.children, ...children], total }),
        (thrown: unknown) => {
          const error = wireErrorOf(thrown)
          put({ ...before, problem: error.message })
          latest.current.onProblem?.(error)
        },
      )
    },
    [folders],
  )
  useEffect(() => ['', ...around].forEach(read), [read, around])
  const openFolder = useCallback(
    (path: string) => {
      setOpen((before) => new Set(before).add(path))
      read(path)
    },
    [read],
  )
  const closeFolder = useCallback((path: string) => {
    setOpen((before) => new Set([...before].filter((one) => one !== path)))
  }, [])
  return { folders, open, openFolder, readMore, closeFolder }
}

/** Beside the paths of folders that were asked for; no path has this character. */
function moreOf(path: string): string {
  return `${path}\0`
}
