/** A laptop that gets files: they are copied here, where the other one would send them. To be killed at any moment. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { createReceiving } from '../../src-main/domains/files/on-machine/restore/restore-received.ts'
import { stagingName } from '../../src-main/domains/files/on-machine/restore/staging.ts'
import { copyTrees } from '../../src-main/tools/files/cp.ts'

const { places, request, runFolder, root } = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as {
  places: Parameters<ReturnType<typeof createReceiving>['receive']>[0]
  request: Parameters<ReturnType<typeof createReceiving>['receive']>[2]
  runFolder: string
  root: string
}
const options = { report: () => undefined }
const receiving = createReceiving()
await receiving.receive(places, { runFolder, bootId: 'boot' }, request, options)
const into = path.join(places.areas.home, stagingName(request.operationId))
await copyTrees({ root, paths: request.from.choice.paths, into }, {})
process.stdout.write('arrived\n')
await receiving.place(places, request.operationId, options)
process.stdout.write('placed\n')
