import { describe, expect, it } from 'vitest'
import { digestOf, factsOf, missingFacts } from '../../../src-main/tools/guests/domain-xml.ts'
import { elementsAt, parseXml } from '../../../src-main/tools/xml.ts'
import { isWithoutDaemon, parseGuestNames } from '../../../src-main/tools/guests/virsh-guests.ts'

/** As libvirt 11.3 prints it, shortened. */
const off = `<domain type='qemu'>
  <name>win</name>
  <title>Tom &amp; &lt;Jerry&gt;</title>
  <metadata>
    <!-- of another program -->
    <app:note xmlns:app='http://example.org/' about="it's > that"><![CDATA[<as it is>]]></app:note>
  </metadata>
  <os firmware='efi'>
    <nvram format='raw'>/var/lib/libvirt/qemu/nvram/win_VARS.fd</nvram>
  </os>
  <devices>
    <disk type='file' device='disk'>
      <source file='/var/lib/libvirt/images/win.qcow2'/>
    </disk>
    <graphics type='vnc' port='-1' passwd='hunter2'/>
  </devices>
</domain>
`
const running = off
  .replace("<domain type='qemu'>", "<domain type='qemu' id='7'>")
  .replace("win.qcow2'/>", "win.qcow2' index='1'/><backingStore/><alias name='virtio-disk0'/>")
  .replace('</domain>', "<seclabel type='dynamic' model='dac'><label>+64055:+994</label></seclabel></domain>")
const factsIn = (text: string) => factsOf(parseXml(text, 'virsh'))

describe('the definition of a guest', () => {
  it('is read with what stands in attributes, text and foreign elements', () => {
    const domain = parseXml(off, 'virsh')
    expect(elementsAt(domain, 'devices/disk/source')[0]?.attributes).toEqual({
      file: '/var/lib/libvirt/images/win.qcow2',
    })
    expect(elementsAt(domain, 'title')[0]?.text).toBe('Tom & <Jerry>')
    expect(elementsAt(domain, 'metadata/app:note')[0]).toMatchObject({
      text: '<as it is>',
      attributes: { about: "it's > that" },
    })
  })

  it('is the same while it runs, and another one when something in it is changed', () => {
    expect(digestOf(factsIn(running))).toBe(digestOf(factsIn(off)))
    for (const changed of [
      off.replace('hunter2', 'hunter3'),
      off.replace('win.qcow2', 'other.qcow2'),
      off.replace('<title>', '<title>The '),
      off.replace('</devices>', "<input type='mouse'/></devices>"),
      off.replace('</devices>', "<alias name='ua-mine'/></devices>"),
    ])
      expect(digestOf(factsIn(changed))).not.toBe(digestOf(factsIn(off)))
  })

  it('lacks nothing where another libvirt added something, and names the place but no value of what it changed', () => {
    const more = off.replace('<graphics', "<audio id='1' type='none'/><graphics")
    expect(missingFacts(factsIn(off), factsIn(more))).toEqual([])
    expect(missingFacts(factsIn(off), factsIn(off.replace('hunter2', 'x')))).toEqual([
      'domain/devices[1]/graphics[1]@passwd',
    ])
    expect(missingFacts(factsIn(off), factsIn(off.replace("type='vnc' ", '')))).toEqual([
      'domain/devices[1]/graphics[1]@type',
    ])
  })

  it('is an error, without a word of it, where it cannot be read', () => {
    for (const broken of ['', 'error: hunter2', off.slice(0, -20), off.replace('</os>', '</so>'), `${off}${off}`]) {
      const read = () => parseXml(broken, 'virsh')
      expect(read).toThrow(/virsh/)
      expect(read).not.toThrow(/hunter2/)
    }
  })
})

it('reads names of guests with any characters', () => {
  const uuids = ['b882a1a1-c027-49f6-be63-dd0571a8e4af', 'b882a1a1-c027-49f6-be63-dd0571a8e4b0'] as const
  expect(parseGuestNames(`${uuids[0]} win\n${uuids[1]} it's my "guest" $(1)\n\n`)).toEqual([
    { uuid: uuids[0], name: 'win' },
    { uuid: uuids[1], name: `it's my "guest" $(1)` },
  ])
  expect(() => parseGuestNames('error: failed\n')).toThrow(/virsh list/)
})

it('tells a libvirtd that is dead from a guest that is refused', () => {
  expect(isWithoutDaemon('error: failed to connect to the hypervisor\nerror: Failed to connect socket')).toBe(true)
  expect(isWithoutDaemon("error: unsupported configuration: Emulator does not support machine type 'x'")).toBe(false)
})
