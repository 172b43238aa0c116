/** Installations of Flatpak beside the usual one, wherever their settings lead. */
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeEach, expect, it } from 'vitest'
import { listAppsIn, placesOfOthers, readOthers } from '../../../src-main/tools/flatpak/other-installations.ts'
import { ownFolder } from '../../own-folder.ts'

let folder: string
const at = (...names: readonly string[]) => path.join(folder, ...names)
const appsIn = (name: string) => listAppsIn({ name: 'extra', path: at(name) })

beforeEach(() => {
  folder = ownFolder('installations')
  mkdirSync(at('installations.d'))
  mkdirSync(at('extra/app/org.example.Maps/x86_64/stable'), { recursive: true })
})

it('are read from files alone, and what is no file keeps nothing from being listed', () => {
  writeFileSync(at('installations.d/extra.conf'), `[Installation "extra"]\nPath=${at('extra')}/\n`)
  symlinkSync(at('nowhere'), at('installations.d/gone.conf'))
  mkdirSync(at('installations.d/folder.conf'))
  const confs = at('installations.d')
  expect(readOthers(confs)).toEqual([{ name: 'extra', path: `${at('extra')}/` }])
  expect(placesOfOthers(confs)).toEqual([
    ...[confs, at('installations.d/extra.conf'), at('installations.d/folder.conf'), at('installations.d/gone.conf')],
    ...[at('extra/.changed'), at('extra/app')],
  ])
  expect([readOthers(at('none')), placesOfOthers(at('none'))]).toEqual([[], [at('none')]])
})

it('have the apps that are in their folders, and none where a link or a file is in the place of one', () => {
  expect(appsIn('extra')).toEqual(['app/org.example.Maps/x86_64/stable'])
  symlinkSync(at('extra'), at('link'))
  mkdirSync(at('linked'))
  symlinkSync(at('extra/app'), at('linked/app'))
  mkdirSync(at('file'))
  writeFileSync(at('file/app'), '')
  expect(['link', 'linked', 'file', 'none'].map(appsIn)).toEqual([[], [], [], []])
})
