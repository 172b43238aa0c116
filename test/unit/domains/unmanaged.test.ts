import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeEach, expect, it } from 'vitest'
import { wording } from '../../../src-main/app/wording.ts'
import { otherLine } from '../../../src-main/contract/packages-others-words.ts'
import type { Program } from '../../../src-main/domains/packages/told/verbs.ts'
import { programsInHome } from '../../../src-main/domains/packages/told/on-machine/programs-in-home.ts'
import { programsTold } from '../../../src-main/domains/packages/told/on-pair/told.ts'
import { checkTold, createToldStep } from '../../../src-main/domains/packages/told/on-pair/told-step.ts'
import type { Machine } from '../../../src-main/machine/machine.ts'
import { packagesDeclaration } from '../../../src-main/domains/packages/on-pair/packages-step.ts'
import { runOutside } from '../../run-outside.ts'
import { ownFolder } from '../../own-folder.ts'

let home: string

beforeEach(() => (home = ownFolder('unmanaged')))

const make = (...files: readonly string[]): void =>
  files.forEach((file) => {
    mkdirSync(path.join(home, path.dirname(file)), { recursive: true })
    writeFileSync(path.join(home, file), '')
  })
const found = (own: string) =>
  programsInHome(path.join(home, own), [], home).map(({ by, place }) => `${by} ${path.relative(home, place)}`)

it('finds what was installed in the home of the person, by how it came, and nothing of others', () => {
  make(
    'ann/.npm-global/lib/node_modules/tool/package.json',
    'ann/.npm-global/lib/node_modules/@scope/other/package.json',
    'ann/.local/share/pipx/venvs/black/pyvenv.cfg',
    'ann/.cargo/bin/rg',
    'ann/Applications/Draw.AppImage',
    'ann/Downloads/notes.txt',
    'ann/Top.appimage',
    'ann/.local/lib/python3.13/site-packages/requests-2.dist-info/METADATA',
    'ann/.local/lib/python3.13/site-packages/requests/__init__.py',
    'linuxbrew/.linuxbrew/Cellar/jq/1.7/README',
    'bob/.cargo/bin/fd',
  )
  expect(found('ann')).toEqual([
    'npm ann/.npm-global/lib/node_modules/tool',
    'npm ann/.npm-global/lib/node_modules/@scope/other',
    'pipx ann/.local/share/pipx/venvs/black',
    'cargo ann/.cargo/bin/rg',
    'appimage ann/Top.appimage',
    'appimage ann/Applications/Draw.AppImage',
    'pip ann/.local/lib/python3.13/site-packages/requests',
    'brew linuxbrew/.linuxbrew/Cellar/jq',
  ])
})

it('is not in a home that is copied where Homebrew for everybody is in the home of another account', () => {
  make('linuxbrew/.linuxbrew/Cellar/jq/1.7/README', 'ann/.cargo/bin/rg')
  const [ann, brew] = [path.join(home, 'ann'), path.join(home, 'linuxbrew')]
  const inHome = (own: string, ...all: readonly string[]) =>
    programsInHome(own, all, home).map((one) => [one.by, one.inHome])
  expect(inHome(ann, ann, '/root')).toEqual([
    ['cargo', true],
    ['brew', true],
  ])
  expect(inHome(ann, ann, `${brew}/`)).toEqual([
    ['cargo', true],
    ['brew', false],
  ])
  expect(inHome(brew, ann, brew).at(-1)).toEqual(['brew', true])
})

it('finds programs of npm in each version of nvm, without what Node brings itself', () => {
  make(
    'ann/.nvm/versions/node/v22.1.0/lib/node_modules/npm/package.json',
    'ann/.nvm/versions/node/v22.1.0/lib/node_modules/corepack/package.json',
    'ann/.nvm/versions/node/v22.1.0/lib/node_modules/yarn/package.json',
    'ann/.nvm/versions/node/v22.1.0/lib/node_modules/@scope/tool/package.json',
    'ann/.config/nvm/versions/node/v20.3.1/lib/node_modules/pnpm/package.json',
    'ann/.nvm/versions/notes',
  )
  expect(found('ann')).toEqual([
    'npm ann/.nvm/versions/node/v22.1.0/lib/node_modules/yarn',
    'npm ann/.nvm/versions/node/v22.1.0/lib/node_modules/@scope/tool',
    'npm ann/.config/nvm/versions/node/v20.3.1/lib/node_modules/pnpm',
  ])
})

it.each([
  ['prefix=~/packages'],
  ['; of npm\n# prefix=/elsewhere\n  prefix = ${HOME}/packages/ \nregistry=https://example.org'],
  ['prefix="HOME/packages"'],
  ["prefix='~/./packages'"],
  ['prefix=~/old\nprefix=~/packages'],
])('finds programs of npm where its settings have them: %j', (text) => {
  make('ann/packages/lib/node_modules/tool/package.json', 'ann/.npm-global/lib/node_modules/usual/package.json')
  writeFileSync(path.join(home, 'ann/.npmrc'), text.replace('"HOME', `"${path.join(home, 'ann')}`))
  expect(found('ann')).toEqual(['npm ann/.npm-global/lib/node_modules/usual', 'npm ann/packages/lib/node_modules/tool'])
})

it.each([['prefix=~/../bob'], ['prefix=/etc'], ['prefix=~'], ['prefix='], ['prefix=~/.npm-global'], ['nothing']])(
  'looks nowhere else for settings that lead out of the home, or to no other place: %j',
  (text) => {
    make('bob/lib/node_modules/tool/package.json', 'ann/.npm-global/lib/node_modules/usual/package.json')
    make('lib/node_modules/outer/package.json')
    writeFileSync(path.join(home, 'ann/.npmrc'), text)
    expect(found('ann')).toEqual(['npm ann/.npm-global/lib/node_modules/usual'])
  },
)

it('reads no settings through a link', () => {
  make('ann/packages/lib/node_modules/tool/package.json')
  writeFileSync(path.join(home, 'npmrc'), 'prefix=~/packages')
  symlinkSync(path.join(home, 'npmrc'), path.join(home, 'ann/.npmrc'))
  expect(found('ann')).toEqual([])
})

it('follows no link out of a home folder, and looks into none outside of /home', () => {
  make('outside/bin/secret', 'outside/Secret.AppImage', 'ann/.profile')
  symlinkSync(path.join(home, 'outside'), path.join(home, 'ann/.cargo'))
  symlinkSync(path.join(home, 'outside'), path.join(home, 'ann/Applications'))
  symlinkSync(path.join(home, 'outside/Secret.AppImage'), path.join(home, 'ann/Secret.AppImage'))
  expect(found('ann')).toEqual([])
  for (const own of ['/root', '/var/lib/other', `${home}-other/ann`]) expect(programsInHome(own, [], home)).toEqual([])
})

const machineWith = (name: string, label: string, ...programs: readonly Program[]): Machine => ({
  ...{ name, label, wording },
  call: () => Promise.resolve({ programs } as never),
})

it('compares programs by their places alone', async () => {
  const at = (name: string): Program => ({ by: 'npm', place: `/usr/lib/node_modules/${name}`, inHome: false })
  const pair = {
    from: machineWith('p17', 'P17', at('both'), at('here')),
    to: machineWith('xps', 'XPS 13', at('both'), at('there')),
  }
  const listed = (await programsTold.sideBySide?.(pair)) ?? []
  const labels = { here: 'P17', there: 'XPS 13' }
  expect(listed.map((one) => [path.basename(one.name), one.difference, otherLine(one, labels)])).toEqual([
    ['both', 'not-compared', 'npm'],
    ['here', 'only-here', 'npm'],
    ['there', 'only-there', 'npm'],
  ])
  const checked = await checkTold(programsTold)(pair, undefined, runOutside)
  expect(checked.notCompared.items.map(({ path: place }) => path.basename(place))).toEqual(['here', 'there'])
})

it('says the same of what one laptop alone has in a proof and in a full check', async () => {
  const tool: Program = { by: 'npm', place: '/usr/lib/node_modules/tool', inHome: false }
  const inHome: Program = { by: 'cargo', place: '/home/ann/.cargo/bin/rg', inHome: true }
  const other: Program = { by: 'file', place: '/opt/other', inHome: false }
  const pair = { from: machineWith('p17', 'P17', tool, inHome), to: machineWith('xps', 'XPS 13', other) }
  const { items } = await createToldStep(packagesDeclaration, programsTold).verify(
    pair,
    { onlyHere: [] },
    {},
    runOutside,
  )
  expect(items).toMatchObject([
    {
      text: '1 program only on P17, 1 program only on XPS 13. What is in /opt, /usr/local and /usr/lib/node_modules is not copied',
      notCompared: { what: '2 programs installed by hand', names: [tool.place, other.place] },
    },
  ])
  const checked = await checkTold(programsTold)(pair, undefined, runOutside)
  expect(checked.notCompared.items.map(({ path: place, onlyOn }) => [place, onlyOn])).toEqual([
    [tool.place, 'P17'],
    [other.place, 'XPS 13'],
  ])
})
