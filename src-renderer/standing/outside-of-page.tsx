import { useEffect, useRef } from 'react'
import type { SwitchState } from '../../src-main/contract/switch-state.ts'
import { useClient, useNotifications, useSwitchMirror } from '../stores/app-context.tsx'
import { newsBetween } from './news.ts'
import { noteOf, standingBeside, standingOf } from './standing.ts'
import { tabIcon } from './tab-icon.ts'
import { useKnownStands } from './use-stands.ts'

/** Draws nothing in the page: the tab's icon, the bar in the dock, and notifications. */
export function OutsideOfPage() {
  const { state, run, lost } = useSwitchMirror((mirror) => mirror)
  const stands = useKnownStands()
  const own = lost === undefined ? standingOf(state, run) : standingOf(undefined, undefined)
  const standing = standingBeside(own, lost === undefined ? stands : undefined)
  useTabIcon(tabIcon(standing))
  useWindowNote(JSON.stringify(noteOf(standing)))
  useNews(state)
  return undefined
}

function useTabIcon(address: string): void {
  useEffect(() => {
    document.querySelector('link[rel="icon"]')?.setAttribute('href', address)
  }, [address])
}

/** As text, so that what is the same is told once. */
function useWindowNote(note: string): void {
  const client = useClient()
  useEffect(() => {
    client.note(JSON.parse(note) as ReturnType<typeof noteOf>)
  }, [client, note])
}

function useNews(state: SwitchState | undefined): void {
  const before = useRef(state)
  const { tell } = useNotifications()
  useEffect(() => {
    const news = newsBetween(before.current, state, Date.now())
    before.current = state
    if (news !== undefined) tell(news)
  }, [state, tell])
}
