import { createServer, connect, type AddressInfo } from 'node:net'
import { expect, it } from 'vitest'
import { ownerOfConnection, parseOwner } from '../../../src-main/tools/proc/tcp-owners.ts'

/** As proc_net_tcp.rst describes it: a connection of the account 1700 to port 4242, and one of 1000 to another port. */
const table = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1092 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 70021 1 0000000000000000 100 0 0 10 0
   1: 0100007F:9C42 0100007F:1092 01 00000000:00000000 00:00000000 00000000  1700        0 70313 1 0000000000000000 20 4 30 10 -1
   2: 0100007F:1092 0100007F:9C42 01 00000000:00000000 00:00000000 00000000  1000        0 70314 1 0000000000000000 20 4 30 10 -1
   3: 0100007F:9C43 0100007F:1F90 01 00000000:00000000 00:00000000 00000000  1000        0 70315 1 0000000000000000 20 4 30 10 -1`

it('tells whose the end of a connection is that came from there, not the one that answers', () => {
  expect(parseOwner(table, { client: 0x9c42, server: 0x1092 })).toBe(1700)
})

it('tells nobody of a connection that is not there, or leads elsewhere', () => {
  expect(parseOwner(table, { client: 0x9c43, server: 0x1092 })).toBeUndefined()
  expect(parseOwner(table.replaceAll('0100007F', '0200007F'), { client: 0x9c42, server: 0x1092 })).toBeUndefined()
  expect(parseOwner(table.replaceAll('1700', 'root'), { client: 0x9c42, server: 0x1092 })).toBeUndefined()
  expect(parseOwner('', { client: 1, server: 1 })).toBeUndefined()
})

it('asks the kernel', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  const client = connect(port, '127.0.0.1')
  await new Promise((resolve) => client.once('connect', resolve))
  const ports = { client: client.localPort ?? 0, server: port }
  expect(ownerOfConnection(ports)).toBe(process.getuid?.())
  client.destroy()
  server.close()
  expect(ownerOfConnection({ client: 1, server: port })).toBeUndefined()
})
