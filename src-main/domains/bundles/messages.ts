import { z } from 'zod'
import { defineCatalogue, noData, problem, sentence } from '../../contract/catalogue.ts'
import { putAwayWords } from '../../contract/bundles-words.ts'
import { countOf, formatBytes, formatCount } from '../../kernel/units.ts'

const ofBundle = z.object({ bundle: z.string() })
const onPlace = z.object({ bundle: z.string(), place: z.string() })
const ofPath = z.object({ path: z.string() })
const roomSchema = z.object({
  bundles: z.number(),
  freedBytes: z.number(),
  percent: z.number(),
  isEnough: z.boolean(),
  pinned: z.number(),
  unproven: z.number(),
  /** Bundles with the places in which they are. */
  damaged: z.array(z.string()).optional(),
})
const listHint = '"pc-switcher bundle list" shows all bundles.'

export const bundlesMessages = defineCatalogue('bundles', {
  reading: sentence(ofBundle, ({ bundle }) => `Reading ${bundle}`),
  bringingBack: sentence(ofBundle, ({ bundle }) => `Bringing back ${bundle}`),
  withoutHead: sentence(noData, () => 'Without it the bundle is not listed.'),
  withoutProof: sentence(noData, () => 'Verify the bundle again.'),
  withoutUse: sentence(noData, () => 'It counts as unused since it was last read whole, and may be put away.'),
  job: sentence(noData, () => 'Making room by putting bundles away'),
  puttingAway: sentence(ofBundle, ({ bundle }) => `Putting ${bundle} away`),
  readingAt: sentence(onPlace, ({ bundle, place }) => `Reading ${bundle} on ${place}`),
  noneToPutAway: sentence(noData, () => 'There is no bundle that could be put away.'),
  roomEnough: sentence(
    z.object({ percent: z.number() }),
    ({ percent }) => `${percent}% of the disk is used. No bundle was put away.`,
  ),
  roomMade: sentence(roomSchema, ({ bundles, freedBytes, percent, isEnough, pinned, unproven, damaged = [] }) =>
    [
      bundles === 0
        ? `No bundle was put away: ${percent}% of the disk is used.`
        : `${countOf(bundles, 'bundle')} put away, ${formatBytes(freedBytes)} freed: ${percent}% of the disk is used.`,
      ...(isEnough || unproven === 0
        ? []
        : [`${countOf(unproven, 'bundle')} in use, or in no connected place that has been proven lately.`]),
      ...(damaged.length === 0 ? [] : [`Damaged: ${damaged.join(', ')}.`]),
      ...(isEnough || pinned === 0 ? [] : [`${countOf(pinned, 'bundle')} pinned.`]),
    ].join(' '),
  ),
  withoutNote: sentence(
    noData,
    () => 'A folder named .pc-switcher-restore-bundle-… may be left beside what was brought back.',
  ),

  badName: problem('invalid-input', z.object({ text: z.string() }), ({ text }) => ({
    message: `"${text}" cannot be the name of a bundle.`,
    hint: 'NAME or NAME:VERSION, each of up to 64 letters, digits, dots, underscores and hyphens, beginning with a letter or digit.',
  })),
  badPath: problem('invalid-input', ofPath, ({ path }) => ({
    message: `"${path}" is not the whole path of a file or folder.`,
    hint: 'Give one such as /home/alice/thesis or ~/thesis, without "." or ".." in it.',
  })),
  sameLaptop: problem('invalid-input', z.object({ laptop: z.string() }), ({ laptop }) => ({
    message: `The bundle is on ${laptop} already.`,
    hint: 'Name the other laptop.',
  })),
  otherThere: problem('invalid-input', z.object({ bundle: z.string(), laptop: z.string() }), ({ bundle, laptop }) => ({
    message: `${laptop} has another ${bundle}, with other contents.`,
    hint: 'Make a new version here and send that, or delete the one there first.',
  })),
  putAway: problem('blocked', ofBundle, ({ bundle }) => putAwayWords(bundle)),
  alreadyAway: problem('invalid-input', ofBundle, ({ bundle }) => ({
    message: `${bundle} is put away already.`,
    hint: `"pc-switcher bundle show ${bundle}" tells where its files are.`,
  })),
  notProvenElsewhere: problem('not-verified', ofBundle, ({ bundle }) => ({
    message: `As far as is known now, ${bundle} was proven whole nowhere else in the last 30 days. Nothing was removed.`,
    hint: `First "pc-switcher bundle push ${bundle} PLACE" or "bundle send ${bundle} --to HOST"; if HOST has it, "bundle verify ${bundle} --on HOST".`,
  })),
  notReadNow: problem('unreachable', onPlace, ({ bundle, place }) => ({
    message: `${place} was proven to have ${bundle}, and cannot be read now. Nothing was removed.`,
    hint: `Check that ${place} can be reached ("pc-switcher copies list '${place}'"), then try again.`,
  })),
  onlyDamaged: problem('not-verified', ofBundle.extend({ places: z.array(z.string()) }), ({ bundle, places }) => ({
    message: `${bundle} was read on ${places.join(' and ')} just now, and is damaged there. Nothing was removed.`,
    hint: `Copy it to another place: "pc-switcher bundle push ${bundle} PLACE". Check the damaged disk: "journalctl -k" tells what it could not read.`,
  })),
  notFetched: problem(
    'unreachable',
    z.object({ bundle: z.string(), damaged: z.array(z.string()), silent: z.array(z.string()) }),
    ({ bundle, damaged, silent }) => ({
      message: [
        `${bundle} cannot be fetched now.`,
        ...(damaged.length === 0 ? [] : [`It is damaged or gone on ${damaged.join(' and ')}.`]),
        ...(silent.length === 0 ? [] : [`${silent.join(' and ')} could not be read.`]),
      ].join(' '),
      hint:
        silent.length === 0
          ? 'No other place is known.'
          : `Check that ${silent.join(' or ')} is connected and can be reached, then try again.`,
    }),
  ),
  damagedThere: problem('not-verified', onPlace, ({ bundle, place }) => ({
    message: `${place} has ${bundle}, but it is damaged there.`,
    hint: `Delete it there ("pc-switcher bundle delete ${bundle}", in a place with --at PLACE), then copy it again.`,
  })),
  severalVersions: problem('needs-answers', z.object({ name: z.string(), count: z.number() }), ({ name, count }) => ({
    message: `${name} has ${countOf(count, 'version')}.`,
    hint: 'Name one, such as NAME:VERSION. On a laptop, --force deletes all of them.',
  })),
  onlyOne: problem(
    'needs-answers',
    ofBundle.extend({ damaged: z.array(z.string()).optional() }),
    ({ bundle, damaged = [] }) => ({
      message:
        damaged.length === 0
          ? `${bundle} is nowhere else, as far as is known.`
          : `${bundle} was read on ${damaged.join(' and ')} just now, and is damaged there. It is nowhere else, as far as is known.`,
      hint: 'Send it to the other laptop first, or delete it with --force.',
    }),
  ),
  mayRely: problem('unreachable', z.object({ laptop: z.string(), place: z.string() }), ({ laptop, place }) => ({
    message: `${laptop} may count on what is on ${place}, and cannot be asked now. Nothing was deleted.`,
    hint: `Switch ${laptop} on and try again. If it is gone for good, unpair it first.`,
  })),
  putting: sentence(onPlace, ({ bundle, place }) => `Copying ${bundle} to ${place}`),
  nameTooLong: problem('invalid-input', ofBundle, ({ bundle }) => ({
    message: `${bundle} is too long a name for a registry.`,
    hint: 'Make it under a shorter one.',
  })),
  keepsAll: problem('blocked', z.object({ place: z.string() }), ({ place }) => ({
    message: `Nothing may be deleted in ${place}, by the keys that this laptop has for it.`,
    hint: 'The bundle is still there. Who may delete there can do it with restic.',
  })),
  deletingAt: sentence(onPlace, ({ bundle, place }) => `Deleting ${bundle} from ${place}`),
  getting: sentence(onPlace, ({ bundle, place }) => `Getting ${bundle} from ${place}`),
  noRoomToRead: problem('disk-full', onPlace.extend({ bytes: z.number() }), ({ bundle, place, bytes }) => ({
    message: `This laptop has too little free space to read ${bundle} from ${place} (${formatBytes(bytes)}).`,
    hint: 'All of it is brought here once to compare it. Free some space, then run the command again: nothing is sent twice.',
  })),
  noBundleThere: problem('not-found', onPlace, ({ bundle, place }) => ({
    message: `${place} has no bundle ${bundle}.`,
    hint: `"pc-switcher bundle list '${place}'" shows what is there.`,
  })),
  noBundle: problem('not-found', ofBundle, ({ bundle }) => ({
    message: `There is no bundle ${bundle} on this laptop.`,
    hint: listHint,
  })),
  exists: problem('invalid-input', ofBundle, ({ bundle }) => ({
    message: `There is a bundle ${bundle} already.`,
    hint: 'A bundle is never changed. Choose another version, or delete that one first.',
  })),
  noSource: problem('not-found', ofPath, ({ path }) => ({
    message: `There is no ${path}.`,
    hint: 'Check the path. Nothing was bundled.',
  })),
  specialSource: problem('invalid-input', ofPath, ({ path }) => ({
    message: `${path} is a socket or a device, which cannot be bundled.`,
  })),
  ownSource: problem('invalid-input', ofPath, ({ path }) => ({
    message: `${path} belongs to pc-switcher itself.`,
    hint: 'Bundle the files that it was made of.',
  })),
  twoOfOneName: problem('invalid-input', z.object({ one: z.string(), other: z.string() }), ({ one, other }) => ({
    message: `${one} and ${other} would have the same name in the bundle.`,
    hint: 'Rename one of them, or bundle the folder that both are in. Nothing was copied.',
  })),
  mayNotRead: problem('blocked', z.object({ path: z.string(), count: z.number() }), ({ path, count }) => ({
    message:
      count === 1
        ? `You may not read ${path}.`
        : `You may not read ${path} and ${formatCount(count - 1)} more of what is to be bundled.`,
    hint: 'Only what you may read yourself can be bundled. Choose other files, or change their rights.',
  })),
  sourceChanged: problem('blocked', ofPath, ({ path }) => ({
    message: `${path} changed while it was read.`,
    hint: 'Close the program that writes to it, then try again. Nothing was bundled.',
  })),
  tooMany: problem('invalid-input', z.object({ most: z.number() }), ({ most }) => ({
    message: `A bundle has at most ${countOf(most, 'file')}.`,
    hint: 'Make several bundles of its parts.',
  })),
  somethingThere: problem('blocked', ofPath, ({ path }) => ({
    message: `There is something at ${path} already.`,
    hint: 'Choose a folder that does not exist yet. Nothing was changed.',
  })),
  noFolder: problem('not-found', ofPath, ({ path }) => ({
    message: `There is no folder ${path}.`,
    hint: 'Make it first, or choose another place.',
  })),
  stagingReplaced: problem('blocked', ofPath, ({ path }) => ({
    message: `Somebody replaced ${path} while files were brought back.`,
    hint: 'Nothing was changed. Try again, or choose another folder.',
  })),
  mayNotWrite: problem('blocked', ofPath, ({ path }) => ({
    message: `You may not make anything in ${path}.`,
    hint: 'Choose a folder of yours.',
  })),
  noPath: problem('not-found', z.object({ bundle: z.string(), path: z.string() }), ({ bundle, path }) => ({
    message: `${bundle} has no ${path}.`,
    hint: 'Paths begin with the name of what was bundled.',
  })),
  notRestored: problem('not-verified', ofBundle, ({ bundle }) => ({
    message: `What was brought back of ${bundle} is not what is in it.`,
    hint: 'Nothing was left there. Verify the bundle: it may be damaged.',
  })),
  inUse: problem('locked', ofBundle, ({ bundle }) => ({
    message: `${bundle} is being read: it is sent, verified or brought back.`,
    hint: 'Try again when that has finished.',
  })),
  keptUnreadable: problem('blocked', ofBundle, ({ bundle }) => ({
    message: `What was kept of ${bundle} is damaged, so what comes back cannot be compared with it.`,
    hint: `"pc-switcher bundle show ${bundle}" tells where its files are. Delete it here, then pull it or have it sent.`,
  })),
  unreadable: problem('not-verified', ofBundle, ({ bundle }) => ({
    message: `The list of files of ${bundle} is damaged.`,
    hint: 'Do not rely on this bundle. If another laptop has it, delete it here and send it again.',
  })),
  notArrived: problem('not-verified', z.object({ bundle: z.string(), count: z.number() }), ({ bundle, count }) => ({
    message: `What came of ${bundle} is not what was sent: ${countOf(count, 'file')} missing or different.`,
    hint: 'It was not kept. Verify the bundle here, then send it again.',
  })),
  notExpected: problem('invalid-input', noData, () => ({
    message: 'The other laptop does not expect this bundle any more.',
    hint: 'Send it again.',
  })),
})
