/** A pair whose person has a Syncthing between both: one writer for each path, and everything proven. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { shellOn } from '../laptops-agents.ts'
import { asAlice, laptops } from '../laptops-alice.ts'
import { joinSyncthings, rest, stopSyncthing } from '../laptops-person-syncthing.ts'
import { pcSwitcher, plan, proofOf, switchTo } from '../laptops-product.ts'
import { stepIds } from '../../src-main/contract/step-ids.ts'
import type { Host } from '../../practice/layout.ts'

const other = (host: Host): Host => (host === 'p17' ? 'xps' : 'p17')
const alice = (host: Host, script: string) => shellOn(host, asAlice(script))

/** Both write all the time, each its own log, and now and then a file of the other's. */
const startWriting = (host: Host) =>
  shellOn(
    host,
    `systemd-run --quiet --unit=writes --uid=1000 --gid=1000 --working-directory=/home/alice bash -c '
      n=0; while sleep 0.3; do n=$((n + 1)); echo "$n" >> Documents/log-of-${host}; [ $((n % 10)) -ne 0 ] || echo "${host} $n" > Documents/shared/$((RANDOM % 200)); done'`,
  )
const stopWriting = (host: Host) => shellOn(host, 'systemctl stop writes.service 2>/dev/null || true')

const contents = (host: Host) =>
  alice(host, "find Documents -type f -not -path '*/.st*' -print0 | sort -z | xargs -0 sha256sum")
const conflicts = (host: Host) => alice(host, "find . -name '*.sync-conflict-*' | wc -l")

async function bothAtRest(): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    for (const host of laptops) await rest(host, 'POST', '/rest/db/scan?folder=Documents')
    if ((await contents('p17')) === (await contents('xps'))) return
  }
  throw new Error(
    `not the same: ${JSON.stringify(await Promise.all(laptops.map((host) => rest(host, 'GET', '/rest/db/status?folder=Documents'))))}`,
  )
}

describe('a person who has a Syncthing between both laptops', () => {
  beforeAll(async () => {
    await alice('p17', 'mkdir -p Documents/shared; for n in $(seq 0 1999); do echo "$n" > Documents/shared/$n; done')
    expect(proofOf(await switchTo('p17', 'xps')).verified).toBe(true)
    await joinSyncthings(['Documents'])
    await bothAtRest()
  })
  afterAll(async () => {
    for (const host of laptops) {
      await stopWriting(host)
      await stopSyncthing(host)
    }
  })

  it('is asked nothing about what Syncthing carries, while both write, and gets all of it proven', async () => {
    await Promise.all(laptops.map(startWriting))
    for (const to of ['p17', 'xps'] as const) {
      const from = other(to)
      const { plan: made, questions } = await plan(from, to)
      expect(questions.filter(({ id }) => id.includes('Documents'))).toEqual([])
      const notices = (made.previews[stepIds.home]?.blocks ?? []).filter(({ kind }) => kind === 'notice')
      expect(JSON.stringify(notices)).toContain('Syncthing carries Documents')
      const told = await pcSwitcher(from, ['switch', '--to', to, '--yes'])
      expect(told.stderr).toBe('')
      expect(told.exitCode).toBe(0)
      const proof = proofOf(told)
      const items = proof.steps.flatMap(({ verification }) => verification.items)
      expect(items.flatMap(({ differences }) => differences)).toEqual([])
    }
    await Promise.all(laptops.map(stopWriting))
    await bothAtRest()
    expect(await Promise.all(laptops.map(conflicts))).toEqual(['0\n', '0\n'])
  })
})
