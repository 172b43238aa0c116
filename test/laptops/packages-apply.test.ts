/** Packages and services of the one laptop on the other, while the work stays where it is. */
import { beforeAll, describe, expect, it } from 'vitest'
import type { Host } from '../../practice/layout.ts'
import { calls } from '../../src-main/contract/calls.ts'
import { shellOn } from '../laptops-agents.ts'
import { homeOf } from '../laptops-home.ts'
import { call, errorOf, killApp, pcSwitcher, plan, proofOf, status, until } from '../laptops-product.ts'

const apply = (host: Host, ...words: readonly string[]) => pcSwitcher(host, ['packages', 'apply', ...words])
const installedOn = (host: Host) =>
  shellOn(host, `dpkg-query -W -f '\${db:Status-Abbrev} \${Package} \${Version}\\n' 'practice-*' | grep ^ii || true`)
const motd = () => shellOn('xps', 'cat /run/motd.d/* 2>/dev/null || true')
const etcOn = (host: Host) => shellOn(host, 'cat /etc/nanorc /etc/skel/.bashrc | sha256sum')

describe('packages of the other laptop', () => {
  let before: { readonly home: string; readonly etc: string; readonly packages: string }
  beforeAll(async () => {
    await shellOn('p17', `printf 'Package: none-such\nPin: version 1\nPin-Priority: 1\n' > /etc/apt/preferences.d/pin`)
    before = { home: await homeOf('xps'), etc: await etcOn('xps'), packages: await installedOn('xps') }
  })

  it('are planned without anything else, and nothing is changed by that', async () => {
    const told = await apply('p17', '--to', 'xps', '--dry-run')
    const made = told.messages.find(({ type }) => type === 'plan')?.['plan']
    expect(made).toMatchObject({ scope: 'packages', steps: { length: 5 } })
    expect(JSON.stringify(made)).not.toMatch(/"home:|"etc:|"images:/)
    expect(JSON.stringify(made)).toContain('Only P17 has /etc/apt/preferences.d/pin, ')
    expect(await installedOn('xps')).toBe(before.packages)
    expect(errorOf(await apply('p17'))).toMatchObject({ code: 'invalid-input' })
  })

  it('are installed with what is told there, after a kill as well; files and who has the work stay', async () => {
    // As a push to a remote that never answers. apt starts etckeeper before and after it.
    const push = '/etc/etckeeper/commit.d/99push'
    await shellOn('xps', `printf '#!/bin/sh\nsleep 333\n' > ${push}; chmod +x ${push}`)
    const running = apply('p17', '--to', 'xps', '--yes')
    await until('xps is told', async () => (await motd()).includes('is installing the packages of P17'))
    await killApp('p17')
    await running
    const state = await call('p17', calls.switchState, {})
    const told = state.kind === 'interrupted' ? await pcSwitcher('p17', ['resume']) : undefined
    if (told !== undefined) expect(proofOf(told)).toMatchObject({ verified: true, scope: 'packages' })
    expect(await motd()).toBe('')
    expect(await shellOn('xps', `rm ${push}; pgrep -fx 'sleep 333' || true`)).toBe('')
    const now = await installedOn('xps')
    expect(now).not.toBe(before.packages)
    expect(now).toContain('practice-notes')
    expect(await homeOf('xps')).toBe(before.home)
    expect(await etcOn('xps')).toBe(before.etc)
    for (const host of ['p17', 'xps'] as const) {
      const { overview } = await status(host)
      expect(overview.holder).toEqual({ kind: 'never-switched' })
      expect(overview.history[0]).toMatchObject({ scope: 'packages', verified: true })
      expect(overview.openSwitch).toBeUndefined()
    }
    // Once more there is nothing to do, and a whole plan still asks all of its own.
    const again = await apply('p17', '--to', 'xps', '--yes')
    expect(proofOf(again)).toMatchObject({ verified: true, scope: 'packages' })
    expect(await installedOn('xps')).toBe(now)
    expect((await plan('p17', 'xps')).plan.steps.map(({ id }) => id)).toContain('home')
  })

  it('are taken back with the system alone', async () => {
    const { overview } = await status('p17')
    expect(errorOf(await pcSwitcher('p17', ['undo', '--dry-run'])).message).toBe(
      'This switch changed nothing on XPS 13.',
    )
    const [, first] = overview.history
    expect(errorOf(await pcSwitcher('p17', ['undo', '--dry-run', first?.switchId ?? ''])).code).toBe('blocked')
    await shellOn('p17', 'apt-mark hold practice-notes')
    const changed = await apply('p17', '--to', 'xps', '--yes')
    expect(proofOf(changed).verified).toBe(true)
    const undo = await call('xps', calls.undoPlan, {})
    expect(undo).toMatchObject({ scope: 'packages', takenBack: [{ title: 'Packages' }] })
    expect(undo.plan.subvolumes.map(({ subvolume }) => subvolume)).not.toContain('home')
  })
})
