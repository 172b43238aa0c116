import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { windowNoteSchema } from '../../../src-main/contract/window-note.ts'
import { dockProgress } from '../../../src-main/shells/electron/dock-progress.ts'
import { afterGone } from '../../../src-main/shells/electron/gone-window.ts'
import { menuTemplate } from '../../../src-main/shells/electron/menu.ts'
import { mayHave, startPage } from '../../../src-main/shells/electron/page-address.ts'
import { saveFile } from '../../../src-main/shells/electron/save-file.ts'
import {
  groundOf,
  placeOf,
  readMemory,
  smallest,
  writeMemory,
  type WindowMemory,
} from '../../../src-main/shells/electron/window-memory.ts'

let folder: string

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'window-'))
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

const laptop = { x: 0, y: 27, width: 1280, height: 773 }
const monitor = { x: 1280, y: 0, width: 2560, height: 1440 }
const kept: WindowMemory = {
  version: 1,
  bounds: { x: 1400, y: 100, width: 1500, height: 1000 },
  maximized: true,
  theme: 'dark',
}

describe('where the window opens', () => {
  it('is in the usual size when nothing is remembered', () => {
    expect(placeOf({ version: 1, maximized: false, theme: 'system' }, [laptop])).toEqual({ width: 1280, height: 800 })
  })

  it('is where it was, on the display on which it was', () => {
    expect(placeOf(kept, [laptop, monitor])).toEqual(kept.bounds)
  })

  it('is on a display that is still there', () => {
    expect(placeOf(kept, [laptop])).toEqual({ width: 1280, height: 800 })
    expect(placeOf(kept, [])).toEqual({ width: 1280, height: 800 })
  })

  it('is whole on the display that shows most of it, however large it was', () => {
    const across = { ...kept, bounds: { x: 900, y: -40, width: 1000, height: 2000 } }
    expect(placeOf(across, [laptop, monitor])).toEqual({ x: 1280, y: 0, width: 1000, height: 1440 })
  })

  it('fits an XPS 13 at 200 % and a window no person wants smaller', () => {
    const half = { x: 0, y: 0, width: 960, height: 600 }
    expect(smallest.width).toBeLessThanOrEqual(half.width)
    expect(smallest.height).toBeLessThanOrEqual(half.height - 32)
    const tiny = { ...kept, bounds: { x: 10, y: 10, width: 100, height: 100 } }
    expect(placeOf(tiny, [half])).toEqual({ x: 10, y: 10, ...smallest })
  })
})

describe('what the window remembers', () => {
  it('is read as it was written, by its person alone', () => {
    const file = path.join(folder, 'settings/window.json')
    writeMemory(file, kept)
    expect(readMemory(file)).toEqual(kept)
    expect(statSync(file).mode & 0o777).toBe(0o600)
  })

  it.each(['', '{', '[]', '{"version":2}', '{"version":1,"maximized":1,"theme":"pink"}'])(
    'is nothing when its file holds %s',
    (text) => {
      const file = path.join(folder, 'damaged.json')
      writeFileSync(file, text)
      expect(readMemory(file)).toEqual({ version: 1, maximized: false, theme: 'system' })
    },
  )

  it('does not keep the window from closing when it cannot be written', () => {
    const file = path.join(folder, 'a-file')
    writeFileSync(file, '')
    expect(() => writeMemory(path.join(file, 'window.json'), kept)).not.toThrow()
  })
})

it('has the color of the page behind it until the page is drawn', () => {
  const tokens = readFileSync('src-renderer/styles/tokens.css', 'utf8')
  expect(tokens).toContain(`--ground: light-dark(${groundOf(false)}, ${groundOf(true)});`)
})

it('has keys for zoom, closing, quitting, loading again and full screen, and says what it is', () => {
  const items = menuTemplate().flatMap(({ submenu }) => (Array.isArray(submenu) ? submenu : []))
  const roles = items.map(({ role }) => role)
  for (const role of ['zoomIn', 'zoomOut', 'resetZoom', 'close', 'quit', 'reload', 'togglefullscreen', 'about'])
    expect(roles).toContain(role)
  expect(items.find(({ role }) => role === 'quit')?.accelerator).toBe('CommandOrControl+Q')
  // F5 is "check again" of the page.
  expect(items.map(({ accelerator }) => accelerator)).not.toContain('F5')
})

describe('a page that is gone', () => {
  it('is loaded again, and asked about when it is gone once more within a minute', () => {
    expect(afterGone('crashed', 1_000, undefined)).toBe('reload')
    expect(afterGone('oom', 31_000, 1_000)).toBe('ask')
    expect(afterGone('oom', 91_000, 1_000)).toBe('reload')
  })

  it('is let go when it was closed, and not tried again when it cannot start', () => {
    expect(afterGone('clean-exit', 0, undefined)).toBe('nothing')
    expect(afterGone('launch-failed', 0, undefined)).toBe('ask')
  })
})

it('lets our own page notify, and nobody do anything else', () => {
  expect(mayHave('notifications', startPage)).toBe(true)
  expect(mayHave('notifications', 'https://example.org/')).toBe(false)
  expect(mayHave('geolocation', startPage)).toBe(false)
})

describe('a file that the page saves', () => {
  it('is written to where the person wants it', async () => {
    const place = path.join(folder, 'chosen.txt')
    const answer = await saveFile({ name: 'report.txt', content: 'Verified.\n' }, (name) => {
      expect(name).toBe('report.txt')
      return Promise.resolve(place)
    })
    expect(answer).toEqual({ ok: true, value: { saved: true } })
    expect(readFileSync(place, 'utf8')).toBe('Verified.\n')
  })

  it('is not written when the person changed their mind', async () => {
    const answer = await saveFile({ name: 'report.txt', content: '' }, () => Promise.resolve(undefined))
    expect(answer).toEqual({ ok: true, value: { saved: false } })
  })

  it.each([{ name: '../.bashrc', content: '' }, { name: '.bashrc', content: '' }, { name: 'a' }, undefined])(
    'is not asked about when it is no file: %j',
    async (file) => {
      const answer = await saveFile(file, () => Promise.reject(new Error('asked')))
      expect(answer).toMatchObject({ ok: false, error: { code: 'invalid-input' } })
    },
  )

  it('says when it cannot be written, and where', async () => {
    const place = path.join(folder, 'no such folder/report.txt')
    const answer = await saveFile({ name: 'report.txt', content: '' }, () => Promise.resolve(place))
    expect(answer).toMatchObject({ ok: false, error: { code: 'blocked', message: `${place} can't be saved.` } })
  })
})

describe('what the page tells its window', () => {
  it('is how far the switch is, as a bar in the dock', () => {
    expect(dockProgress({ kind: 'progress', fraction: 0.4, attention: false })).toEqual({
      fraction: 0.4,
      mode: 'normal',
      badge: 0,
    })
    expect(dockProgress({ kind: 'progress', fraction: 0.4, attention: true })).toMatchObject({
      mode: 'paused',
      badge: 1,
    })
    expect(dockProgress({ kind: 'progress', attention: false })).toEqual({ fraction: -1, mode: 'none', badge: 0 })
  })

  it('is that something waits for the person, also where there is no bar', () => {
    expect(dockProgress({ kind: 'progress', attention: true })).toEqual({ fraction: -1, mode: 'none', badge: 1 })
  })

  it.each([{ kind: 'progress', fraction: 2 }, { kind: 'theme', theme: 'pink' }, 'quit', undefined])(
    'is ignored when it is %j',
    (note) => {
      expect(windowNoteSchema.safeParse(note).success).toBe(false)
    },
  )
})
