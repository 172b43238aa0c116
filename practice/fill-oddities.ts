/** Everything that a home may hold and a careless tool drops: names, links, attributes, modes, holes, a subvolume. */
import { chmod, chown, lutimes, mkdir } from 'node:fs/promises'
import path from 'node:path'
import { person, type Host, type Laptop } from './layout.ts'
import { randomBytesOf } from './random.ts'
import { run } from './run.ts'
import { epoch, type TreeWriter } from './tree-writer.ts'

const personId = 1000

/** xps has some of these already, so that they are met both as new and as present. */
export async function fillOddities(laptop: Laptop, writer: TreeWriter): Promise<void> {
  writeNames(writer, laptop.host)
  writeLinks(writer)
  writer.sparse('odd/holes/sparse.img', 64 * 1024 ** 2, 'the end')
  if (laptop.host !== 'p17') return
  writer.sparse('odd/holes/only-a-hole.img', 8 * 1024 ** 2, '')
  writeModes(writer)
  const home = path.join(laptop.root, 'home', person)
  await writeAttributes(writer, home)
  await run('make a FIFO', ['mkfifo', '--mode=0640', `${home}/odd/pipe`])
  await chown(`${home}/odd/pipe`, personId, personId)
  await lutimes(`${home}/odd/pipe`, epoch, epoch)
  await makeNestedSubvolume(home, writer)
}

function writeNames(writer: TreeWriter, host: Host): void {
  const longest = Buffer.from(`${'ä'.repeat(125)}x.txt`)
  // prettier-ignore
  const names: (string | Buffer)[] = [
    'with some spaces.txt', ' leading and trailing ', 'line\nbreak.txt', "it's \"quoted\".txt", 'back\\slash.txt', '-rf', '--delete',
    '*?[glob]{a,b}.txt', '$(touch hacked);`id`&|<>.txt', 'tab\there.txt', 'carriage\rreturn', 'emoji 🚀👩‍💻.txt', 'ÄÖÜ-nfc-é.txt'.normalize('NFC'),
    'nfd-é.txt'.normalize('NFD'), 'nfd-é.txt'.normalize('NFC'), 'README', 'readme', '#hash', '!bang', '~tilde', '%41.txt', 'CON:', '日本語.txt', '.hidden',
    'trailing.', 'escape\u001b[31m.txt', '// not a comment.txt'.replaceAll('/', '∕'), longest,
    Buffer.from([0x6c, 0x61, 0x74, 0x69, 0x6e, 0x31, 0x2d, 0xe9, 0xff, 0xfe, 0x2e, 0x74, 0x78, 0x74]),
  ]
  for (const [number, name] of names.entries()) {
    if (host === 'xps' && number % 3 !== 0) continue
    writer.file(Buffer.concat([Buffer.from('odd/names/'), Buffer.from(name)]), `file number ${number}\n`, {
      mtime: epoch + number,
    })
  }
  if (host === 'xps') return
  writer.file(
    Buffer.concat([Buffer.from('odd/names/folder \xff/', 'latin1'), Buffer.from('inside.txt')]),
    'in a folder whose name is not UTF-8\n',
  )
  const deep = Array.from({ length: 30 }, (_, level) => `a rather long folder name ${level}`).join('/')
  writer.file(`odd/deep/${deep}/at the bottom.txt`, 'more than eight hundred bytes of path\n')
}

function writeLinks(writer: TreeWriter): void {
  writer.link('odd/links/relative', '../../Documents/plan.md')
  writer.link('odd/links/absolute', '/etc/hostname')
  writer.link('odd/links/to-folder', '../names')
  writer.link('odd/links/broken', 'nowhere/to/be found')
  writer.link('odd/links/loop-a', 'loop-b')
  writer.link('odd/links/loop-b', 'loop-a')
  writer.link('odd/links/itself', 'itself')
  writer.link('odd/links/above', '../..')
  writer.link('odd/links/not-utf8', Buffer.from([0xe9, 0xff]))
  writer.file('odd/hard/first', randomBytesOf('hard links', 30_000))
  writer.hardLink('odd/hard/second', 'odd/hard/first')
  writer.hardLink('odd/hard/elsewhere/third', 'odd/hard/first')
}

function writeModes(writer: TreeWriter): void {
  writer.file('odd/modes/set-user-id', '#!/bin/true\n', { mode: 0o4755 })
  writer.file('odd/modes/set-group-id', '#!/bin/true\n', { mode: 0o2755, group: 27 })
  writer.file('odd/modes/of-root', 'left by a container\n', { owner: 0, mode: 0o600 })
  writer.file('odd/modes/set-user-id-of-root', '#!/bin/true\n', { owner: 0, mode: 0o4755 })
  writer.file('odd/modes/of-another-group', 'shared\n', { group: 4, mode: 0o660 })
  writer.file('odd/modes/unreadable', 'nobody but root reads this\n', { mode: 0o000 })
  writer.file('odd/modes/read-only', 'as it is\n', { mode: 0o444 })
  writer.file('odd/modes/program', '#!/bin/sh\necho practice\n', { mode: 0o755 })
  writer.folder('odd/modes/shared-folder', { mode: 0o3775, group: 27 })
  writer.folder('odd/modes/of-root-empty', { owner: 0, mode: 0o700 })
  writer.file('odd/modes/read-only-folder/file', 'inside\n')
  writer.folder('odd/empty/inside/empty')
  writer.file('odd/empty/file', '')
  writer.file('odd/times/before 1980.txt', 'old\n', { mtime: 100_000_000.123456 })
  writer.file('odd/times/in the future.txt', 'not yet\n', { mtime: 2_500_000_000 })
}

async function writeAttributes(writer: TreeWriter, home: string): Promise<void> {
  const place = (name: string): string => {
    writer.file(`odd/attributes/${name}`, `${name}\n`)
    return `${home}/odd/attributes/${name}`
  }
  await chmod(`${home}/odd/modes/read-only-folder`, 0o555)
  await run('set an attribute', ['setfattr', '-n', 'user.comment', '-v', 'seen', '--', place('small-xattr')])
  const large = place('large-xattr')
  await run('set an attribute', ['setfattr', '-n', 'user.note', '-v', 'short', '--', large])
  await run('set a large attribute', [
    'setfattr',
    '-n',
    'user.large',
    '-v',
    `0x${randomBytesOf('xattr', 6000).toString('hex')}`,
    '--',
    large,
  ])
  await run('set an ACL', ['setfacl', '-m', 'u:33:rw,g:27:r', '--', place('acl')])
  writer.folder('odd/attributes/acl-folder')
  await run('set a default ACL', ['setfacl', '-m', 'd:u:33:rwx,u:33:rwx', '--', `${home}/odd/attributes/acl-folder`])
  await run('set a capability', ['setcap', 'cap_net_bind_service=+ep', place('capability')])
}

/** A subvolume inside the home: a snapshot of the home has an empty folder in its place. */
async function makeNestedSubvolume(home: string, writer: TreeWriter): Promise<void> {
  await mkdir(home, { recursive: true })
  await run('make a nested subvolume', ['btrfs', '--quiet', 'subvolume', 'create', `${home}/scratch`])
  await chown(`${home}/scratch`, personId, personId)
  for (let number = 0; number < 20; number++) {
    writer.file(`scratch/run-${number}/result.csv`, `run,value\n${number},${number * number}\n`, {
      mtime: epoch + number,
    })
  }
}
