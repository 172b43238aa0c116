import { z } from 'zod'
import { defineCatalogue, noData, problem, sentence } from '../../contract/catalogue.ts'

export const imagesMessages = defineCatalogue('images', {
  folderWritable: problem('blocked', z.object({ folder: z.string() }), ({ folder }) => ({
    message: `${folder} is writable by users other than root.`,
    hint: `Run "sudo chown root: ${folder}; sudo chmod 711 ${folder}" there, then try again.`,
  })),
  inUse: problem('blocked', z.object({ name: z.string() }), ({ name }) => ({
    message: `A virtual machine is using the image ${name}.`,
    hint: 'Shut it down, then resume.',
  })),
  baseMissing: problem('not-found', z.object({ name: z.string(), base: z.string() }), ({ name, base }) => ({
    message: `The image ${name} is based on ${base}, which is missing.`,
    hint: 'Make a new plan: the images have changed since this one was made.',
  })),
  gone: problem('not-found', z.object({ name: z.string() }), ({ name }) => ({
    message: `The image ${name} is no longer there.`,
    hint: 'Make a new plan: the images have changed since this one was made.',
  })),
  withoutMemory: sentence(noData, () => 'The next plan then reads every image and asks about those that differ.'),
})
