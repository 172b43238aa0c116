/** What the child that is the person does about folders that are live. */
import { assertNever } from '../../../../kernel/assert-never.ts'
import { bytePathFromText } from '../../../../kernel/byte-path.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import type { LivePersonRequest } from '../../person-requests.ts'
import { findSets } from './find-sets.ts'
import { deleteVersions, isStopped, join, leave, renew, resume, self } from './folders.ts'
import { forget, generate } from './generate.ts'
import { hasVersions, problemOf, usualPlaces } from './look-at-places.ts'

export async function answerLiveRequest(request: LivePersonRequest, options: RunOptions): Promise<unknown> {
  const { home } = request
  switch (request.ask) {
    case 'live-look':
      return {
        usual: usualPlaces(home),
        problems: request.places.flatMap((place) => {
          const why = problemOf(home, place)
          return why === undefined ? [] : [{ place, why }]
        }),
        versions: request.kept.filter((place) => hasVersions(home, place)),
        stopped: request.ours.filter((place) => isStopped(home, place)),
      }
    case 'live-sets':
      return request.places.map((place) => findSets(bytePathFromText(home), place))
    case 'live-generate':
      return generate(request, options)
    case 'live-forget':
      return forget(home, request.folder)
    case 'live-self':
      return self(home, options)
    case 'live-join':
      return join(request, options)
    case 'live-resume':
      return resume(home, request.folders, options)
    case 'live-renew':
      return renew(request, options)
    case 'live-leave':
      return leave(request, options)
    case 'live-delete-versions':
      return deleteVersions(home, request.places)
    default:
      return assertNever(request)
  }
}
