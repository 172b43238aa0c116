import { describe, expect, it } from 'vitest'
import { configuredFolders, withPaused } from '../../../src-main/tools/syncthing/person/paused-folders.ts'

/** As 1.29.5 writes it, shortened. */
const settings = `<configuration version="37">
    <folder id="docs" label="Documents &amp; co" path="~/Documents" type="sendreceive" rescanIntervalS="3600">
        <filesystemType>basic</filesystemType>
        <device id="P56IOI7-MZJNU2Y-IQGDREY-DM2MGTI-MGL3BXN-PQ6W5BM-TBBZ4TJ-XZWICQ2" introducedBy=""></device>
        <paused>false</paused>
    </folder>
    <!-- <folder id="old"></folder> -->
    <folder id="pics" label="" path="/home/alice/Pictures" type="receiveonly">
        <paused>true</paused>
    </folder>
    <folder id="music" label="" path="/srv/music" type="sendonly">
    </folder>
    <device id="P56IOI7-MZJNU2Y-IQGDREY-DM2MGTI-MGL3BXN-PQ6W5BM-TBBZ4TJ-XZWICQ2" name="nas">
        <paused>false</paused>
    </device>
    <defaults>
        <folder id="" label="" path="~" type="sendreceive"><paused>false</paused></folder>
    </defaults>
</configuration>
`

describe('folders in the settings of a Syncthing', () => {
  it('are read as they are configured, without the template for new ones', () => {
    expect(configuredFolders(settings)).toEqual([
      { id: 'docs', label: 'Documents & co', path: '~/Documents', type: 'sendreceive', isPaused: false },
      { id: 'pics', label: '', path: '/home/alice/Pictures', type: 'receiveonly', isPaused: true },
      { id: 'music', label: '', path: '/srv/music', type: 'sendonly', isPaused: false },
    ])
  })

  it('are paused and resumed by name, and all the rest of the file stays', () => {
    const paused = withPaused(settings, ['docs', 'music'], true) ?? ''
    expect(configuredFolders(paused)?.map(({ id, isPaused }) => [id, isPaused])).toEqual([
      ['docs', true],
      ['pics', true],
      ['music', true],
    ])
    expect(
      paused
        .replace('<paused>true</paused>', '<paused>false</paused>')
        .replace('<paused>true</paused></folder>', '</folder>'),
    ).toBe(settings)
    expect(withPaused(paused, ['docs'], false)).toBe(
      settings.replace('"sendonly">\n    </folder>', '"sendonly">\n    <paused>true</paused></folder>'),
    )
  })

  it.each([settings.slice(0, 300), '', '<html></html>', 'not XML at all <', settings.replace('</configuration>', '')])(
    'are none in what is no such file',
    (text) => {
      expect(configuredFolders(text)).toBeUndefined()
      expect(withPaused(text, ['docs'], true)).toBeUndefined()
    },
  )
})
