import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cutLink, mendLink } from '../../practice/pair.ts'
import { pushFiles, type PushOutcome } from '../../src-main/commons/transfers/on-pair/push-files.ts'
import { openTransfer, pushTransfer } from '../../src-main/commons/transfers/verbs.ts'
import { bytePathFromText } from '../../src-main/kernel/byte-path.ts'
import { shellOn, startAgents, type AgentPair } from '../laptops-agents.ts'
import { testPair } from '../laptops-pair.ts'

/** The area "home" leads from what was offered on p17 to what only root can reach on xps. */
const state = '/var/lib/pc-switcher/root/home'
const sent = `${state}/scans/test/tree/alice/fetched`
const received = `${state}/incoming/alice/fetched`
const folder = 'alice/fetched'
const names = [
  'latin1-\xe9',
  ...[
    '# not a comment',
    '; nor this',
    'new\nline',
    '-rf',
    'tab\t"quotes" \'single\' $(touch x)',
    '{a,b}*?[c]',
    '日本',
  ].map(bytePathFromText),
]
const plain = ['set-id', 'capable', 'hard-1', 'hard-2', 'fifo', 'sparse', 'attributed', 'link', 'sub/only-this', 'sub2']

/** Everything about each path that has to arrive; bash's $'…' keeps names that are not UTF-8 whole. */
const describeTree = (top: string) => `
cd ${top}
find . -mindepth 1 -printf '%P %y %m %U %G %s %b %n %l %T@\\0' | LC_ALL=C sort -z | tr '\\0' '\\n'
find . -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum -z | tr '\\0' '\\n'
find . -mindepth 1 ! -type l -print0 | LC_ALL=C sort -z | xargs -0 getfacl -n --
find . -mindepth 1 ! -type l ! -type p -print0 | LC_ALL=C sort -z | xargs -0 getfattr -hdm - -- | cut -c 1-200`

const makeTree = `
mkdir -p ${sent}; ln -s scans/test/tree ${state}/outgoing; cd ${sent}
for name in $'latin1-\\xe9' '# not a comment' '; nor this' $'new\\nline' -rf $'tab\\t"quotes" \\'single\\' $(touch x)' '{a,b}*?[c]' 日本; do
  echo "$name" > "./$name"; done
cp /bin/true set-id; chown root:root set-id; chmod 4755 set-id
cp /bin/true capable; setcap cap_net_raw+ep capable
echo linked > hard-1; ln hard-1 hard-2; mkfifo -m 600 fifo; truncate -s 50M sparse; echo end >> sparse
echo x > attributed; setfattr -n user.note -v "$(head -c 3000 /dev/zero | tr '\\0' n)" attributed; setfacl -m u:nobody:r attributed
ln -s /nowhere link; mkdir -m 700 sub; echo 1 > sub/only-this; echo 2 > sub/not-this; mkdir -m 750 sub2; echo 3 > sub2/inside
chown -hR alice:alice sub sub2 fifo sparse; touch -hd '2020-01-01 01:02:03.123456789' ./*`

let pair: AgentPair
let first: PushOutcome
const push = (paths: readonly string[], removeMissing = false) =>
  pushFiles(pair, { area: 'home', paths: paths.map((path) => `${folder}/${path}`), removeMissing })

describe('bulk transfers', () => {
  beforeAll(async () => {
    pair = await startAgents()
    await shellOn('p17', makeTree)
    await shellOn(
      'xps',
      `mkdir -p ${state}; btrfs --quiet subvolume create ${state}/incoming; mkdir ${state}/incoming/alice
      install -d -m 0705 -o 5 -g 6 ${received}; touch -d 2001-01-01 ${state}/incoming/alice`,
    )
  })
  afterAll(() => pair.close())

  it('carries everything that a file has, whatever the names, and exactly the listed paths', async () => {
    const around = `cd ${state}/incoming; stat -c "%a %u %g" . alice; stat -c %Y . alice`
    const before = await shellOn('xps', around)
    first = await push([...names, ...plain])
    expect(first.files).toBe(14)
    await shellOn('p17', `cd ${sent}; rm sub/not-this sub2/inside`)
    // The folder "sub" itself was not listed: made where it was missing, and nothing of it is carried.
    await shellOn('p17', `cd ${sent}; chown root:root sub; chmod 755 sub; touch -d 2022-02-02 sub sub2`)
    await shellOn('xps', `cd ${received}; touch -d 2022-02-02 sub sub2`)
    const [there, here] = await Promise.all([
      shellOn('xps', describeTree(received)),
      shellOn('p17', describeTree(sent)),
    ])
    expect(there).toBe(here)
    expect(await shellOn('xps', around)).toBe(before)
    expect(await shellOn('xps', `stat -c "%a %u %g" ${received}`)).toBe('705 5 6\n')
  })

  it('compares everything again, whatever its time and size, and sends only what differs', async () => {
    await shellOn('xps', `cd ${received}; t=$(stat -c %y attributed); echo y > attributed; touch -d "$t" attributed`)
    const { sentBytes } = await push([...names, ...plain])
    expect(sentBytes).toBeLessThan(first.sentBytes / 50)
    expect(await shellOn('xps', `cat ${received}/attributed`)).toBe('x\n')
  })

  it('removes what is missing only when told to', async () => {
    await shellOn('p17', `cd ${sent}; rm -- -rf $'latin1-\\xe9'`)
    await push(['-rf', 'latin1-\xe9'])
    expect(await shellOn('xps', `find ${received} -mindepth 1 -maxdepth 1 -printf x`)).toHaveLength(18)
    await push(
      ['-rf', 'latin1-\xe9', '日本'].map((name) => (name === '日本' ? bytePathFromText(name) : name)),
      true,
    )
    expect(await shellOn('xps', `find ${received} -mindepth 1 -maxdepth 1 -printf x`)).toHaveLength(16)
  })

  it('does not follow a link that was fetched before', async () => {
    await shellOn('xps', `mkdir -p /srv/elsewhere; rm -rf ${received}/sub; ln -s /srv/elsewhere ${received}/sub`)
    await push(['sub/only-this']).catch(() => undefined)
    expect(await shellOn('xps', 'find /srv/elsewhere -mindepth 1')).toBe('')
  })

  it('refuses paths that lead out of the area', async () => {
    for (const path of ['../etc/shadow', '/etc/shadow', 'alice//x', './x', 'alice/\0']) {
      await expect(pushFiles(pair, { area: 'home', paths: [path] })).rejects.toMatchObject({ code: 'invalid-input' })
    }
  })

  it('takes a ticket once', async () => {
    const { ticket } = await pair.to.call(openTransfer, { area: 'home' })
    const request = { area: 'home' as const, paths: [`${folder}/fifo`], ticket }
    await pair.from.call(pushTransfer, request)
    await expect(pair.from.call(pushTransfer, request)).rejects.toMatchObject({ code: 'ticket-refused' })
  })

  it('refuses to do with a ticket what it was not given out for', async () => {
    const { ticket } = await pair.to.call(openTransfer, { area: 'home' })
    const request = { area: 'home' as const, paths: [`${folder}/nothing`], ticket, removeMissing: true }
    await expect(pair.from.call(pushTransfer, request)).rejects.toMatchObject({ code: 'transfer-failed' })
  })

  it('says that the link is gone, long before TCP would, and goes on from what has arrived', async () => {
    await shellOn('p17', `head -c 400M /dev/urandom > ${sent}/large`)
    const pushing = push(['large'])
    await shellOn('xps', `for i in $(seq 100); do test -s ${received}/large && exit 0; sleep 0.02; done; exit 1`)
    await cutLink('xps', testPair)
    await expect(pushing).rejects.toMatchObject({ code: 'unreachable' })
    await mendLink('xps', testPair)
    // The receiving side ends by itself, and what it has got stays.
    const arrived = Number(await shellOn('xps', `sleep 8; stat -c %s ${received}/large`))
    expect(arrived).toBeGreaterThan(0)
    await push(['large'])
    expect(await shellOn('xps', `cd ${received}; sha256sum large`)).toBe(
      await shellOn('p17', `cd ${sent}; sha256sum large`),
    )
  })

  it('leaves nothing of a transfer in the run folder and no process', async () => {
    for (const host of ['p17', 'xps'] as const) {
      expect(
        await shellOn(host, 'find /run/pc-switcher/transfers /run/pc-switcher/tickets -type f; pgrep -x rsync || true'),
      ).toBe('')
    }
  })
})
