/** The ports of practice laptops on this machine. */
import { once } from 'node:events'
import net from 'node:net'
import { expect, it } from 'vitest'
import { layPair } from '../../../practice/layout.ts'
import { findFirstPort } from '../../../practice/pair-state.ts'

it('are others for as long as something else has one of the usual ones, and none that another pair has taken', async () => {
  const pair = layPair('ports', 187)
  const usual = pair.laptops.p17.port
  const other = net.createServer().listen({ host: '127.0.0.1', port: pair.laptops.xps.port })
  await once(other, 'listening')
  const next = await findFirstPort(pair, new Set())
  expect(next).not.toBe(usual)
  expect(await findFirstPort(pair, new Set([next]))).not.toBe(next)
  expect(layPair('ports', 187, next).laptops.xps).toMatchObject({ port: next + 1, usualPort: usual + 1 })
  other.close()
  await once(other, 'close')
  // Connections of other programs have these ports for an instant.
  await expect.poll(() => findFirstPort(pair, new Set())).toBe(usual)
})
