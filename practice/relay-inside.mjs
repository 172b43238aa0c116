/**
 * Runs in a laptop's network namespace: joins a UNIX socket, which does not care about namespaces, to a port of the
 * laptop's loopback. Plain JavaScript, so that a laptop can boot while the practice is being built anew.
 */
import net from 'node:net'

const [socket, port] = process.argv.slice(2)

net
  .createServer((near) => {
    const far = net.connect({ host: '127.0.0.1', port: Number(port) })
    near.pipe(far)
    far.pipe(near)
    near.on('error', () => far.destroy())
    far.on('error', () => near.destroy())
    near.on('close', () => far.destroy())
    far.on('close', () => near.destroy())
  })
  .listen(socket)
