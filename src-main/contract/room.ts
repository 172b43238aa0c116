/** The rooms of the window, in their order. A page is a tab of one of them, or a room by itself. */
import { z } from 'zod'

export const rooms = ['overview', 'travels', 'snapshots', 'backups', 'disks', 'activity'] as const
export const roomSchema = z.enum(rooms)
export type RoomId = z.infer<typeof roomSchema>
