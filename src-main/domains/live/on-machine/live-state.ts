/**
 * What was added to a person's Syncthing for folders that are live, in `live.json` of the state folder: written before it is added, so that
 * all of it can be taken away again, whatever came between.
 */
import path from 'node:path'
import { z } from 'zod'
import type { StateText } from '../../../kernel/state-text.ts'
import { readState, removeState, writeState } from '../../../tools/files/state-file.ts'
import { liveMessages } from '../messages.ts'

const liveStateSchema = z.object({
  version: z.literal(1),
  /** Below the home of the person. */
  folders: z.array(
    z.object({
      id: z.string(),
      place: z.string(),
      /** Versions were there before, which somebody else kept. */
      hadVersions: z.boolean(),
    }),
  ),
  /** The device of the other laptop; `isAdded` by us. */
  peer: z.object({ id: z.string(), port: z.number(), isAdded: z.boolean() }).optional(),
  isOverInternet: z.boolean(),
  /** Folder of settings that were made for this, below the home; "" while they are made. */
  generated: z.string().optional(),
  /** It did not start with the session before, and does now. */
  isEnabled: z.boolean(),
  /** It did not run before. */
  isStarted: z.boolean(),
  /** Where folders were live, and versions may be left. */
  formerly: z.array(z.string()),
})
export type LiveRecord = z.infer<typeof liveStateSchema>

function liveState(stateFolder: string): StateText<LiveRecord> {
  return {
    path: path.join(stateFolder, 'live.json'),
    schema: liveStateSchema,
    without: liveMessages.withoutState({}),
  }
}

export const nothingLive: LiveRecord = {
  ...{ version: 1, folders: [], isOverInternet: false },
  ...{ isEnabled: false, isStarted: false, formerly: [] },
}

export const readLiveState = (stateFolder: string): LiveRecord => readState(liveState(stateFolder)) ?? nothingLive

/** Returns it. One that says nothing is removed. */
export function writeLiveState(stateFolder: string, state: LiveRecord): LiveRecord {
  const isNothing = state.folders.length + state.formerly.length === 0 && !isSetUp(state)
  if (isNothing) removeState(liveState(stateFolder).path)
  else writeState(liveState(stateFolder), state)
  return state
}

/** Whether something is there for it beside folders. */
export function isSetUp({ peer, generated, isEnabled, isStarted }: LiveRecord): boolean {
  return peer?.isAdded === true || generated !== undefined || isEnabled || isStarted
}
