/** Looks at a new place without changing anything there, and adds it. */
import { beginPlace, withNewPlace } from '../../../commons/places/on-machine/new-place.ts'
import type { PlaceHost } from '../../../commons/places/on-machine/place-host.ts'
import { endTrial } from '../../../commons/places/on-machine/place-secrets.ts'
import { keepPlace, readPlaces } from '../../../commons/places/on-machine/places-file.ts'
import { recognisePlace } from '../../../commons/places/on-machine/recognise-place.ts'
import { placesMessages } from '../../../commons/places/messages.ts'
import type { KeptPlace } from '../../../commons/places/schemas.ts'
import type { Output } from '../../../contract/define.ts'
import { toAppError } from '../../../kernel/app-error.ts'
import type { RunOptions } from '../../../tools/run.ts'
import type { inspectPlace, PlaceFacts, WantedPlace } from '../verbs.ts'
import { factsOf, lookInto } from './look-at-places.ts'
import type { OpenedCopies } from './opened-copies.ts'
import { rememberPlace } from './place-memory.ts'
import { withCopies } from './with-copies.ts'

export async function inspect(
  host: PlaceHost,
  wanted: WantedPlace,
  options: RunOptions,
): Promise<Output<typeof inspectPlace>> {
  const at = await recognisePlace(host, wanted, options)
  return withNewPlace({ host, at, options }, wanted, async ({ isOpen, state, notes, ...look }) => {
    const { laptops, room } = isOpen ? await withCopies(host, at, options, readOpen) : { laptops: [], room: undefined }
    return {
      ...{ ...look, kind: at.kind, notes: [...notes], laptops },
      state: laptops.length > 0 ? 'taken-up' : state,
      ...(room === undefined ? {} : { room }),
    }
  })
}

async function readOpen(open: OpenedCopies) {
  const laptops = [...new Set((await open.list()).map(({ laptop }) => laptop))]
  return { laptops, room: open.room() }
}

export async function add(
  host: PlaceHost,
  { name, ...wanted }: WantedPlace & { readonly name: string; readonly hostKey?: string | undefined },
  options: RunOptions,
): Promise<PlaceFacts> {
  if (readPlaces(host.stateFolder).some((one) => one.name === name)) throw placesMessages.nameTaken({ name })
  const at = { ...(await recognisePlace(host, wanted, options)), name }
  // Afterwards nobody else has the password of a store that was begun.
  const place = keepUnderFreeName(host.stateFolder, await beginPlace({ host, at, options }, wanted))
  endTrial(host.stateFolder, place.id)
  // Who types the password has it.
  if (wanted.password !== undefined) rememberPlace(host.stateFolder, place.id, { sheetAt: new Date().toISOString() })
  // It is added, whatever comes of that.
  await lookInto(host, place, options).catch(() => options.signal?.throwIfAborted())
  return factsOf(host, place)
}

/** Somebody else may have given another one its name meanwhile. */
function keepUnderFreeName(stateFolder: string, place: KeptPlace): KeptPlace {
  try {
    keepPlace(stateFolder, place)
    return place
  } catch (thrown) {
    if (toAppError(thrown).problem?.id !== placesMessages.nameTaken.id) throw thrown
    const named = { ...place, name: `${place.name.slice(0, 30)} ${place.id.slice(0, 8)}` }
    keepPlace(stateFolder, named)
    return named
  }
}
