/** What the sidebar and the row of tabs show, of what the pages declare. */
import { Archive, Luggage, type LucideIcon } from 'lucide-react'
import type { ComponentType } from 'react'
import type { PageEntry } from '../../src-main/contract/page-calls.ts'
import { rooms, type RoomId } from '../../src-main/contract/room.ts'
import type { PageDeclaration } from '../pages/page.ts'
import { Why } from '../pages/why/why.tsx'
import { pageHash } from '../router/route.ts'
import { useCall } from '../stores/use-call.ts'
import { texts } from './texts.ts'

export interface Entry {
  /** Different for each entry. */
  readonly hash: string
  readonly title: string
  /** In the list that goes anywhere. */
  readonly detail?: string | undefined
  /** By which what waits for an answer names it: "home", "machines". */
  readonly tab: string
}

export interface SidebarEntry extends Entry {
  readonly icon: LucideIcon
}

type RoomSearch = ComponentType<{ readonly asked: string; readonly onAsk: (asked: string) => void }>

export interface RoomEntry extends SidebarEntry {
  readonly tabs: readonly Entry[]
  /** Above its tabs, over all of them. */
  readonly search?: RoomSearch | undefined
}

/** Rooms with several pages; any other one is called as its page is. */
const shared: { readonly [id in RoomId]?: Pick<RoomEntry, 'title' | 'icon' | 'search'> } = {
  travels: { title: texts.travels, icon: Luggage, search: Why },
  backups: { title: texts.backups, icon: Archive },
}

/** With what capabilities declare, once the app has told it. */
export function useRooms(pages: readonly PageDeclaration[]): readonly RoomEntry[] {
  return roomsOf(pages, useCall('pagesList', {}).value?.pages ?? [])
}

/** `declared`: of capabilities that leave the drawing to us. A room leads to the first of its tabs. */
export function roomsOf(pages: readonly PageDeclaration[], declared: readonly PageEntry[]): readonly RoomEntry[] {
  return rooms.flatMap((id) => {
    const own = pages.filter((page) => (page.room ?? page.id) === id && page.under === undefined)
    const tabs = [...own.flatMap(entryOf), ...declared.filter(({ room }) => room === id).map(declaredEntry)]
    const { title, icon, search }: Partial<RoomEntry> = shared[id] ?? own[0] ?? {}
    const [first] = tabs
    if (first === undefined || title === undefined || icon === undefined) return []
    return [{ hash: first.hash, tab: id, title, icon, tabs, search }]
  })
}

export function footOf(pages: readonly PageDeclaration[]): readonly SidebarEntry[] {
  return pages.flatMap((page) => {
    const { id, room, icon } = page
    if (icon === undefined || room !== undefined || rooms.some((one) => one === id)) return []
    return entryOf(page).map((entry) => ({ ...entry, icon }))
  })
}

/** What other pages lead to, without a tab. */
export function underOf(pages: readonly PageDeclaration[]): readonly Entry[] {
  return pages.filter(({ under }) => under !== undefined).flatMap(entryOf)
}

/** Of the entry that an address belongs to, as its tab or what lies below it. */
export function hashOfPage({ id, under }: PageDeclaration, item: string | undefined): string {
  return id === 'page' ? pageHash(id, item) : pageHash(under ?? id)
}

function entryOf({ id, title, detail }: PageDeclaration): readonly Entry[] {
  return title === undefined ? [] : [{ hash: pageHash(id), title, detail, tab: id }]
}

const declaredEntry = ({ id, title }: PageEntry): Entry => ({ hash: pageHash('page', id), title, tab: id })
