/** What the folder of a page exports, for its line in all-pages.ts. */
import type { LucideIcon } from 'lucide-react'
import type { ComponentType } from 'react'
import type { RoomId } from '../../src-main/contract/room.ts'

export interface PageProps {
  readonly item: string | undefined
  readonly rest: readonly string[]
  readonly file: string | undefined
}

export interface PageDeclaration {
  /** What its address begins with; of a room by itself the id of the room. */
  readonly id: string
  readonly component: ComponentType<PageProps>
  /** The room in which it is a tab; absent where it is a room by itself, or at the foot of the sidebar. */
  readonly room?: RoomId
  /** The page of the room that leads to this one, which has no tab of its own. */
  readonly under?: string
  /** Of its tab, its room, or its entry at the foot; absent where others name it. */
  readonly title?: string
  /** Beside the title in the list that goes anywhere. */
  readonly detail?: string
  /** Parts of it that stand there too. */
  readonly parts?: readonly { readonly hash: string; readonly title: string }[]
  /** Of its room, or its entry at the foot. */
  readonly icon?: LucideIcon
}
