/**
 * Whose a TCP connection is, by proc_net_tcp (Documentation/networking/proc_net_tcp.rst): the kernel tells the account that made
 * a socket, which no program can say otherwise.
 */
import { readOwnText } from '../files/own-file.ts'

interface Ports {
  readonly client: number
  readonly server: number
}

/** 127.0.0.1 as the kernel prints it, in words of the machine's byte order; in IPv6 as a mapped address. */
const loopbacks = ['0100007F', '0000000000000000FFFF00000100007F']

/** The uid behind the client's end of a connection over 127.0.0.1; undefined when there is no such connection any more. */
export function ownerOfConnection(ports: Ports): number | undefined {
  const texts = ['/proc/net/tcp', '/proc/net/tcp6'].map(readTable)
  return texts.map((text) => parseOwner(text, ports)).find((uid) => uid !== undefined)
}

/** A kernel without IPv6 has no table of it. */
function readTable(file: string): string {
  try {
    return readOwnText(file)
  } catch {
    return ''
  }
}

export function parseOwner(text: string, { client, server }: Ports): number | undefined {
  for (const line of text.split('\n')) {
    const [, local, remote, , , , , uid] = line.trim().split(/\s+/)
    if (isAt(local, client) && isAt(remote, server) && /^\d+$/.test(uid ?? '')) return Number(uid)
  }
  return undefined
}

function isAt(address: string | undefined, port: number): boolean {
  const wanted = port.toString(16).toUpperCase().padStart(4, '0')
  return loopbacks.some((loopback) => address === `${loopback}:${wanted}`)
}
