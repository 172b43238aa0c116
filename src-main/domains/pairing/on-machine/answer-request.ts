import { agreeToHome } from '../../../commons/home-subvolume/on-machine/agree-to-home.ts'
import { assertNever } from '../../../kernel/assert-never.ts'
import type { RunOptions } from '../../../tools/run.ts'
import type { SetUpAnswer, SetUpRequest } from '../requests.ts'
import { examine } from './examine.ts'
import { join } from './join.ts'
import { leave } from './leave.ts'
import { pack } from './pack.ts'
import { prepare } from './prepare.ts'
import type { SetUpHost } from './set-up-host.ts'

export async function answerRequest(host: SetUpHost, request: SetUpRequest, options: RunOptions): Promise<SetUpAnswer> {
  switch (request.kind) {
    case 'pack':
      return pack(host, options)
    case 'examine':
      await examine(host, options)
      return { kind: 'examined' }
    case 'prepare':
      return prepare(host, options)
    case 'home':
      await agreeToHome(host.home, options)
      return { kind: 'home-agreed' }
    case 'join':
      await join(host, request.peer, options)
      return { kind: 'joined' }
    case 'leave': {
      const peer = await leave(host, options)
      return peer === undefined ? { kind: 'left' } : { kind: 'left', peer }
    }
    default:
      return assertNever(request)
  }
}
