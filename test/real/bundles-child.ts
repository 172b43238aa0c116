/** A program that makes a bundle, to be killed at any moment. */
import { makeBundle, type BundleHost } from '../../src-main/domains/bundles/on-machine/make-bundle.ts'

const { host, wanted } = JSON.parse(process.argv[2] ?? '') as {
  host: BundleHost
  wanted: Parameters<typeof makeBundle>[1]
}
process.stdout.write('begins\n')
await makeBundle(host, wanted, { onBytes: () => process.stdout.write('reads\n') })
process.stdout.write('done\n')
