/**
 * A laptop that was lived on, with packages, services, a source and apps that the other one lacks, in one switch: compared by
 * the tools' own lists, and taken back. In the long form; each of these has tests of its own in the short one.
 */
import { beforeAll, describe, expect, it } from 'vitest'
import { hosts, type Host } from '../../practice/layout.ts'
import { calls } from '../../src-main/contract/calls.ts'
import { isLong } from '../how-long.ts'
import { shellOn } from '../laptops-agents.ts'
import { listedFlatpaks, makeApps } from '../laptops-flatpaks.ts'
import { lists, liveOn } from '../laptops-lived-on.ts'
import { tools, useSource } from '../laptops-package-sources.ts'
import { call, pcSwitcher, plan, proofOf, switchTo, until } from '../laptops-product.ts'

const secret = 'planted-password'

/** All that is looked at, as the tools list it. */
async function everythingOn(host: Host): Promise<readonly string[]> {
  const vendor = await shellOn(
    host,
    `dpkg-query -W -f '\${Package} \${db:Status-Abbrev} \${Version}\\n' 'vendor-[tl]*' 2> /dev/null || true
    cd /etc/apt/sources.list.d; ls | grep vendor || true; sed 's,/$,,' vendor.sources 2> /dev/null || true`,
  )
  const ofPerson = await shellOn(host, 'runuser -l alice -c "flatpak list --user --columns=ref,active"')
  return [...(await lists(host)), ...(await listedFlatpaks(host)), vendor, ofPerson]
}

/** As a person would answer who wants the same on both. */
async function answersToFollow(): Promise<Readonly<Record<string, string>>> {
  const { questions } = await plan('p17', 'xps')
  const wanted: readonly (readonly [RegExp, string])[] = [
    [/^apt-remove:removed-/, 'remove'],
    [/^unit:.*many-/, 'follow'],
    [/^flatpak-remote:practice$/, 'add'],
    [/^apt-source:/, 'add'],
  ]
  return Object.fromEntries(
    questions.flatMap(({ id }) => wanted.flatMap(([pattern, choice]) => (pattern.test(id) ? [[id, choice]] : []))),
  )
}

describe.runIf(isLong)('a laptop that was lived on', () => {
  beforeAll(async () => {
    await liveOn(hosts)
    await useSource(hosts)
    await shellOn('p17', makeApps)
    await shellOn(
      'p17',
      `chmod -R a+rX /srv/apps /srv/apps.gpg
      runuser -l alice -c "flatpak remote-add --user --gpg-import=/srv/apps.gpg practice file:///srv/apps
        flatpak install --user -y --noninteractive practice org.example.Music"
      echo 'deb http://alice:${secret}@localhost:8099/private stable main' > /etc/apt/sources.list.d/more.list`,
    )
  })

  it(
    'is the same on the other one, but for its hardware and a password, and is taken back',
    { timeout: 900_000 },
    async () => {
      const before = await everythingOn('xps')
      const answers = await answersToFollow()
      expect(Object.keys(answers)).toContain(`apt-source:${tools}`)
      expect(Object.keys(answers)).toHaveLength(18)
      const told = await switchTo('p17', 'xps', answers)
      expect(proofOf(told).verified).toBe(true)
      expect(JSON.stringify(told.messages)).not.toContain(secret)
      const here = await everythingOn('p17')
      expect(await everythingOn('xps')).toEqual(here)
      expect(here).not.toEqual(before)
      expect(await shellOn('xps', `grep -rl ${secret} /etc /var/lib /home/alice || true`)).toBe('')
      expect(await shellOn('xps', `dpkg -l | grep -E 'vendor-firmware|practice-(microcode|dkms)' || true`)).toBe('')

      expect((await pcSwitcher('xps', ['undo', '--yes'])).stderr).toBe('')
      await call('p17', calls.laptopRestart, { laptop: 'xps' })
      await until(
        'xps has restarted',
        async () => {
          const { laptops } = await call('p17', calls.rollbackState, {})
          const state = laptops.find(({ laptop }) => laptop === 'xps')
          return state?.last?.result === 'done' && state.pending === undefined
        },
        240_000,
      )
      expect(await everythingOn('xps')).toEqual(before)
    },
  )
})
