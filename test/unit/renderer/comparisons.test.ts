import { expect, it } from 'vitest'
import type { Client } from '../../../src-renderer/client/client.ts'
import { createComparisonsStore } from '../../../src-renderer/stores/comparisons-store.ts'

const comparison = { laptop: 'p17', subvolume: 'home', one: '20261120T080000000Z-1', other: 'now' }

/** Never answers a comparison; remembers under which id each was asked, and which ids were stopped. */
function app() {
  const made: string[] = []
  const stopped: string[] = []
  const client: Client = {
    call(key, input, callId) {
      if (key === 'compareMake' && callId !== undefined) made.push(callId)
      if (key === 'taskCancel' && 'callId' in input) stopped.push(input.callId)
      return new Promise(() => undefined)
    },
    subscribe: () => () => undefined,
    saveFile: () => new Promise(() => undefined),
    note: () => undefined,
  }
  return { client, made, stopped }
}

it('stops the comparison of its own window, while another window makes the same one', () => {
  const { client, made, stopped } = app()
  const [mine, theirs] = [createComparisonsStore(client), createComparisonsStore(client)]
  mine.getState().want([comparison])
  theirs.getState().want([comparison])
  expect(new Set(made).size).toBe(2)
  mine.getState().stop()
  expect(stopped).toEqual([made[0]])
  expect(theirs.getState().making?.callId).toBe(made[1])
})

it('stops what the page no longer wants', () => {
  const { client, made, stopped } = app()
  const store = createComparisonsStore(client)
  store.getState().want([comparison])
  store.getState().want([{ ...comparison, subvolume: 'system' }])
  expect(stopped).toEqual(made)
})
