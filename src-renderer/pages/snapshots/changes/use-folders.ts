/** The folders of a tree of differences: read when they are opened, and kept. */
import { useCallback, useEffect, useRef, useState } from 'react'
import { wireErrorOf } from '../../../client/client.ts'
import { useClient } from '../../../stores/app-context.tsx'
import { childrenAtATime, foldersAround, onlyFolderOf, type FolderState } from '../tree-rows.ts'

export interface Folders {
  readonly folders: ReadonlyMap<string, FolderState>
  readonly open: ReadonlySet<string>
  readonly openFolder: (path: string) => void
  /** Reads the next children of a folder that has more. */
  readonly readMore: (path: string) => void
  readonly closeFolder: (path: string) => void
}

/** `shown`: what is in sight from the beginning. `onLost`: the laptop has forgotten the comparison. */
export function useFolders(laptop: string, compareId: string, shown: string | undefined, onLost: () => void): Folders {
  const client = useClient()
  const [folders, setFolders] = useState<ReadonlyMap<string, FolderState>>(new Map())
  const [around] = useState(() => (shown === undefined ? [] : foldersAround(shown)))
  const [open, setOpen] = useState<ReadonlySet<string>>(() => new Set(around))
  const asked = useRef(new Set<string>())
  const lost = useRef(onLost)
  useEffect(() => {
    lost.current = onLost
  })
  const read = useCallback(
    (first: string) => {
      const put = (path: string, state: FolderState) => setFolders((before) => new Map(before).set(path, state))
      const readOne = (path: string): void => {
        if (asked.current.has(path)) return
        asked.current.add(path)
        client.call('compareTree', { laptop, compareId, path, offset: 0, limit: childrenAtATime }).then(
          ({ children, total }) => {
            put(path, { kind: 'known', children, total })
            // A folder with nothing but one folder in it is opened further by itself.
            const only = onlyFolderOf(children)
            if (only === undefined) return
            setOpen((before) => new Set(before).add(only))
            readOne(only)
          },
          (thrown: unknown) => {
            const error = wireErrorOf(thrown)
            asked.current.delete(path)
            put(path, { kind: 'failed', message: error.message })
            if (error.code === 'not-found' || error.code === 'plan-expired') lost.current()
          },
        )
      }
      readOne(first)
    },
    [client, laptop, compareId],
  )
  const readMore = useCallback(
    (path: string) => {
      const before = folders.get(path)
      if (before?.kind !== 'known' || asked.current.has(moreOf(path))) return
      asked.current.add(moreOf(path))
      const put = (state: FolderState) => {
        asked.current.delete(moreOf(path))
        setFolders((all) => new Map(all).set(path, state))
      }
      const range = { offset: before.children.length, limit: childrenAtATime }
      client.call('compareTree', { laptop, compareId, path, ...range }).then(
        ({ children, total }) => put({ kind: 'known', children: [...before.children, ...children], total }),
        (thrown: unknown) => {
          const error = wireErrorOf(thrown)
          put({ ...before, problem: error.message })
          if (error.code === 'not-found' || error.code === 'plan-expired') lost.current()
        },
      )
    },
    [client, laptop, compareId, folders],
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
