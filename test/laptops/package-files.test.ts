/** Packages that no source offers, of which apt on the source laptop has kept the file. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Answers } from '../../src-main/contract/preview.ts'
import type { PackagesPlan } from '../../src-main/domains/packages/on-pair/packages-plan.ts'
import { createPackagesStep } from '../../src-main/domains/packages/on-pair/packages-step.ts'
import { applyPackages, downloadPackages } from '../../src-main/domains/packages/verbs.ts'
import type { Host } from '../../practice/layout.ts'
import { shellOn, startAgents, type AgentPair } from '../laptops-agents.ts'
import { runOutside } from '../run-outside.ts'
import { apt } from '../laptops-lived-on.ts'
import { pcSwitcher, proofOf, switchTo } from '../laptops-product.ts'

const step = createPackagesStep(() => Promise.resolve({ rules: [], hasAptRule: () => false }))
let pair: AgentPair

const probe = () => step.probe(pair, runOutside)
const run = (plan: PackagesPlan, answers: Answers = {}) => step.run(pair, plan, answers, runOutside)
const question = 'apt-file:filed-tool:amd64'
const install = { [question]: 'install' }

const kept = '/var/cache/apt/archives'
const files = ['filed-lib_1.0_all.deb', 'filed-tool_1%3a2.0_all.deb']
/** As it is after a source was removed: installed from files that apt has kept, and offered nowhere. */
const build = `
  mkdir -p /srv/filed /tmp/filed/DEBIAN /tmp/filed/usr/share/filed
  for one in "filed-lib 1.0 init-system-helpers" "filed-tool 1:2.0 filed-lib"; do set -- $one
    head -c 20000 /dev/urandom > /tmp/filed/usr/share/filed/$1
    printf 'Package: %s\\nVersion: %s\\nArchitecture: all\\nMaintainer: V <v@example.invalid>\\nDepends: %s\\nDescription: to keep\\n' $1 $2 "$3" > /tmp/filed/DEBIAN/control
    dpkg-deb --root-owner-group -b /tmp/filed "/srv/filed/$1_\${2/:/%3a}_all.deb"; rm /tmp/filed/usr/share/filed/$1
  done
  ${apt} install /srv/filed/filed-lib_1.0_all.deb '/srv/filed/filed-tool_1%3a2.0_all.deb'; apt-mark auto filed-lib`
const keep = `cp /srv/filed/* ${kept}`
/** As large as it was, with another byte in the middle. */
const tamper = (file: string) => `printf X | dd of='${file}' bs=1 seek=10000 conv=notrunc status=none`

const installedOn = (host: Host) =>
  shellOn(
    host,
    `dpkg-query -W -f '\${db:Status-Abbrev}\${Package} \${Version}\\n' 'filed-*' 2>/dev/null | grep ^ii || true`,
  )
const both = 'ii filed-lib 1.0\nii filed-tool 1:2.0\n'

describe('a package that no source offers', () => {
  beforeAll(async () => {
    await shellOn('p17', build)
    pair = await startAgents()
  })
  afterAll(() => pair.close())

  beforeEach(async () => {
    await shellOn('p17', keep)
    await shellOn('xps', `${apt} remove 'filed-*' || true`)
  })

  it('is asked about with what it needs, and stays where it is without a word', async () => {
    const plan = await probe()
    const preview = step.preview(plan, pair)
    const asked = preview.questions.filter(({ id }) => id.startsWith('apt-file:'))
    expect(asked.map(({ id }) => id)).toEqual([question])
    const sum = (await shellOn('p17', `sha256sum '${kept}/${files[1] ?? ''}' | cut -c 1-64`)).trim()
    expect(asked[0]?.reason.replaceAll(' ', '')).toContain(`filed-tool:21.0kB,SHA-256${sum}`)
    expect(asked[0]?.choices[1]?.brings?.changes.map(({ name }) => name).sort()).toEqual(['filed-lib', 'filed-tool'])
    expect(step.changes?.(plan, await probe(), {})).toEqual([])
    await run(plan)
    expect(await installedOn('xps')).toBe('')
    const { items } = await step.verify(pair, plan, {}, runOutside)
    expect(items[0]).toMatchObject({ differences: [], chosen: expect.arrayContaining(['filed-tool']) as string[] })
  })

  it('comes from the file that was agreed to, with what it needs, held by the gate', async () => {
    const plan = await probe()
    await run(plan, install)
    expect(await installedOn('xps')).toBe(both)
    expect(await shellOn('xps', "apt-mark showauto 'filed-*'")).toBe('filed-lib\n')
    expect(await shellOn('xps', 'cat /usr/share/filed/filed-tool | sha256sum')).toBe(
      await shellOn('p17', 'cat /usr/share/filed/filed-tool | sha256sum'),
    )
    expect((await step.verify(pair, plan, install, runOutside)).items[0]?.differences).toEqual([])
    expect(await run(plan, install)).toMatchObject({ bytes: 0 })
    expect((await probe()).files).toEqual([])
  })

  it('does not come where its file is another one by then', async () => {
    const plan = await probe()
    await shellOn('p17', tamper(`${kept}/${files[1] ?? ''}`))
    await expect(run(plan, install)).rejects.toMatchObject({
      code: 'packages-failed',
      message: 'The file of filed-tool on P17 is gone, or not what you agreed to. No package was changed.',
    })
    expect(await installedOn('xps')).toBe('')
    expect(step.changes?.(plan, await probe(), install)).toEqual([
      'The file of filed-tool is another one now, or brings something else.',
    ])
  })

  it('is proven once more before apt gets it', async () => {
    const plan = await probe()
    await shellOn('p17', `rm ${kept}/filed-*`)
    await expect(run(plan, install)).rejects.toMatchObject({ code: 'packages-failed' })
    const ours = '/var/cache/pc-switcher/apt/archives'
    const sent = await shellOn('p17', 'tar -C /srv/filed -c . | base64')
    await shellOn('xps', `base64 -d > /tmp/filed.tar <<'END'\n${sent}END\ntar -C ${ours} -xf /tmp/filed.tar`)
    const [planned] = plan.files
    if (planned === undefined) throw new Error('not asked')
    const order = { install: [planned.asked], remove: [], agreed: planned.actions, files: planned.files }
    const apply = { ...order, marks: [], masksBefore: [] }
    const lied = planned.files.map((file) => ({ ...file, control: { ...file.control, Provides: 'sudo' } }))
    await expect(pair.to.call(applyPackages, { ...apply, files: lied })).rejects.toMatchObject({
      code: 'packages-failed',
    })
    expect(await installedOn('xps')).toBe('')
    expect((await pair.to.call(downloadPackages, order)).missing).toEqual([])
    await shellOn('xps', tamper(`${ours}/${files[0] ?? ''}`))
    await expect(pair.to.call(applyPackages, apply)).rejects.toMatchObject({
      message: 'The downloaded files of filed-lib are gone, or damaged. Nothing was installed.',
    })
    expect(await installedOn('xps')).toBe('')
  })

  it('of which apt keeps no file is named with what to do', async () => {
    await shellOn('p17', `rm ${kept}/filed-*`)
    const changes = step
      .preview(await probe(), pair)
      .blocks.flatMap((one) => (one.kind === 'changes' ? one.changes : []))
    expect(changes.find(({ name }) => name === 'filed-tool')?.detail).toBe(
      'No package source offers it, and apt on P17 keeps no file of it. Put its .deb file into /var/cache/apt/archives on P17, then plan again.',
    )
  })

  it('comes in a whole switch when the person says so, and not by --yes alone', async () => {
    pair.close()
    expect(proofOf(await switchTo('p17', 'xps')).verified).toBe(true)
    expect(await installedOn('xps')).toBe('')
    const again = { ...install, 'checks:holder': 'take-anyway' }
    expect(proofOf(await switchTo('p17', 'xps', again)).verified).toBe(true)
    expect(await installedOn('xps')).toBe(both)
    expect((await pcSwitcher('p17', ['status'])).exitCode).toBe(0)
    pair = await startAgents()
  })
})
