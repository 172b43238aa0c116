/** Which version a program past the package managers is, as its own package manager wrote it down. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { programsInHome } from '../../../src-main/domains/packages/unmanaged/on-machine/programs-in-home.ts'

let home: string

beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), 'versions-'))
})
afterEach(() => rmSync(home, { recursive: true }))

const write = (file: string, text: string): void => {
  mkdirSync(path.join(home, path.dirname(file)), { recursive: true })
  writeFileSync(path.join(home, file), text)
}
const make = (...files: readonly string[]): void => files.forEach((file) => write(file, ''))
const versions = () =>
  programsInHome(path.join(home, 'ann'), [], home).map(({ place, version }) => [path.basename(place), version])

it('tells the version that a package manager wrote down, and runs nothing for it', () => {
  write('ann/.npm-global/lib/node_modules/tool/package.json', '{"name": "tool", "version": "3.1.0-rc.1"}')
  make('ann/.local/share/pipx/venvs/My.Tool/lib/python3.13/site-packages/my_tool-24.10.0.dist-info/METADATA')
  make('ann/.local/share/pipx/venvs/My.Tool/lib/python3.13/site-packages/click-8.1.dist-info/METADATA')
  const crates = { 'ripgrep 14.1.0 (registry+https://example.org)': { bins: ['rg'] } }
  write('ann/.cargo/.crates2.json', JSON.stringify({ installs: crates }))
  make('ann/.cargo/bin/rg', 'ann/.cargo/bin/cargo', 'ann/Draw-2.AppImage')
  make('ann/.local/lib/python3.13/site-packages/a_b-1!2.0.post1+local.dist-info/METADATA')
  make('ann/.local/lib/python3.13/site-packages/odd.dist-info/METADATA')
  make('linuxbrew/.linuxbrew/Cellar/jq/1.7_1/README', 'linuxbrew/.linuxbrew/Cellar/jq/1.6/README')
  expect(versions()).toEqual([
    ['tool', '3.1.0-rc.1'],
    ['My.Tool', '24.10.0'],
    ['cargo', undefined],
    ['rg', '14.1.0'],
    ['Draw-2.AppImage', undefined],
    ['a_b', '1!2.0.post1+local'],
    ['odd', undefined],
    ['jq', '1.6, 1.7_1'],
  ])
})

it('reads what an older cargo wrote down', () => {
  const lines = [
    '[v1]',
    '"bat 0.18.3 (registry+https://a)" = ["bat"]',
    '"edit 0.8.0 (path+file:///b)" = [',
    '    "add",',
  ]
  write('ann/.cargo/.crates.toml', [...lines, '    "rm",', ']', ''].join('\n'))
  make('ann/.cargo/bin/bat', 'ann/.cargo/bin/add', 'ann/.cargo/bin/rm')
  expect(versions()).toEqual([
    ['add', '0.8.0'],
    ['bat', '0.18.3'],
    ['rm', '0.8.0'],
  ])
})

it.each([
  ['is no JSON', '{"version": '],
  ['has no version', '{"name": "tool"}'],
  ['has something else for one', '{"version": "1; rm -rf"}'],
  ['is too large for one', `{"version": "1.0", "x": "${'x'.repeat(1_000_000)}"}`],
])('knows no version where the file that tells it %s', (_, text) => {
  write('ann/.npm-global/lib/node_modules/tool/package.json', text)
  write('ann/.cargo/.crates2.json', text)
  make('ann/.cargo/bin/rg')
  expect(versions()).toEqual([
    ['tool', undefined],
    ['rg', undefined],
  ])
})

it('reads no version through a link', () => {
  write('outside/package.json', '{"version": "1.0"}')
  make('ann/.npm-global/lib/node_modules/tool/index.js')
  symlinkSync(
    path.join(home, 'outside/package.json'),
    path.join(home, 'ann/.npm-global/lib/node_modules/tool/package.json'),
  )
  expect(versions()).toEqual([['tool', undefined]])
})
