import { z } from 'zod'
import { defineCatalogue, noData, problem, sentence } from '../../contract/catalogue.ts'
import { countOf } from '../../kernel/units.ts'

export const conflictsMessages = defineCatalogue('conflicts', {
  before: sentence(z.object({ files: z.int() }), ({ files }) => `Before deciding ${countOf(files, 'conflict file')}`),
  noSnapshots: problem('no-btrfs', z.object({ home: z.string() }), ({ home }) => ({
    message: `${home} is in no subvolume of which snapshots are taken, so nothing is decided there.`,
    hint: 'Move or delete one of both versions by hand.',
  })),
  withoutPlacing: sentence(noData, () => 'What an interrupted decision left behind stays where it is.'),
  leftChanged: sentence(noData, () => 'It has changed since it was listed.'),
  leftSeveral: sentence(
    noData,
    () => 'Several other versions of it are in conflict. Choose one of them by its own name.',
  ),
  leftNoFolder: sentence(noData, () => 'The folder around it is gone, or is a link now.'),
  leftElsewhere: sentence(noData, () => 'It is on another file system.'),
  leftRefused: sentence(z.object({ detail: z.string() }), ({ detail }) => `The system refused: ${detail}.`),
})
