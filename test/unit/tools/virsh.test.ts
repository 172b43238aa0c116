import { expect, it } from 'vitest'
import { listLiveGuests, parseDomainStats } from '../../../src-main/tools/guests/virsh.ts'
import { toolsMessages } from '../../../src-main/tools/messages.ts'
import { recordedText } from './recorded.ts'

it('tells which guest works on which images', () => {
  expect(parseDomainStats(recordedText('virsh/domstats-11.3.txt'))).toEqual([
    { name: "it's two", disks: ['/var/lib/libvirt/images/vbase2.qcow2'] },
    { name: 'one', disks: ['/var/lib/libvirt/images/my vm.qcow2'] },
  ])
  expect(parseDomainStats('\n')).toEqual([])
})

/** As virsh answers where one guest runs and another one is saved; `saved` is what it says of the saved one. */
const live = (saved: { readonly exitCode: number; readonly stdout: string; readonly stderr: string }) =>
  listLiveGuests({}, (_title, argv) => {
    const stats = (name: string) => `Domain: '${name}'\n  block.count=1\n  block.0.path=/images/${name}.qcow2\n\n`
    const answered = (stdout: string) => ({ exitCode: 0, stdout, stderr: '' })
    const isOfSaved = argv.includes('--')
    const answer = isOfSaved ? saved : answered(argv[0] === 'list' ? 'win\n\n' : stats('web'))
    return Promise.resolve({ ...answer, bytes: Buffer.from(answer.stdout) })
  })

it('an image of a saved guest that cannot be asked about is never one that nobody uses', async () => {
  const stdout = "Domain: 'win'\n  block.0.path=/images/win.qcow2\n\n"
  expect((await live({ exitCode: 0, stdout, stderr: '' })).saved).toEqual([
    { name: 'win', disks: ['/images/win.qcow2'] },
  ])
  const failed = live({ exitCode: 1, stdout: '', stderr: "error: failed to get domain 'win'\n" })
  await expect(failed).rejects.toMatchObject({ code: 'tool-failed', details: "error: failed to get domain 'win'" })
})

it('guests of a libvirt that is dead or missing are not known, which is told elsewhere', async () => {
  const nobody = { running: [], saved: [] }
  const stderr = 'error: failed to connect to the hypervisor\n'
  expect(await live({ exitCode: 1, stdout: '', stderr })).toEqual(nobody)
  expect(await listLiveGuests({}, () => Promise.reject(toolsMessages.libvirtSilent({})))).toEqual(nobody)
})
