import { z } from 'zod'
import { defineCatalogue, noData, problem, sentence } from '../../contract/catalogue.ts'

const atFolder = z.object({ folder: z.string(), laptop: z.string() })

export const imagesMessages = defineCatalogue('images', {
  folderNotThere: problem('not-found', atFolder, ({ folder, laptop }) => ({
    message: `${laptop} has no folder ${folder}.`,
    hint: 'Make it on both laptops, with root as its owner and writable by nobody else, then try again.',
  })),
  folderNotOwn: problem('invalid-input', atFolder, ({ folder, laptop }) => ({
    message: `${folder} cannot be the folder of disk images on ${laptop}.`,
    hint: 'Choose one that is for images alone, for example /srv/machines. It cannot be a link, nor in /home, which is copied anyway.',
  })),
  folderInWork: problem('blocked', atFolder, ({ folder, laptop }) => ({
    message: `Images in ${folder} on ${laptop} are part of a switch that is not finished.`,
    hint: 'Resume that switch or make a new one, then choose the folder.',
  })),
  folderWritable: problem('blocked', z.object({ folder: z.string() }), ({ folder }) => ({
    message: `${folder} is writable by users other than root.`,
    hint: `Run "sudo chown root: ${folder}; sudo chmod go-w ${folder}" there, then try again.`,
  })),
  notAFolder: problem('blocked', z.object({ folder: z.string() }), ({ folder }) => ({
    message: `${folder} is no ordinary folder.`,
    hint: 'Put the folder itself there, not a link to it. Then try again.',
  })),
  inUse: problem('blocked', z.object({ name: z.string() }), ({ name }) => ({
    message: `A virtual machine is using the image ${name}.`,
    hint: 'Shut it down, then resume.',
  })),
  gone: problem('not-found', z.object({ name: z.string() }), ({ name }) => ({
    message: `The image ${name} is no longer there.`,
    hint: 'Make a new plan: the images have changed since this one was made.',
  })),
  unreadable: problem('blocked', z.object({ name: z.string() }), ({ name }) => ({
    message: `The image ${name} is damaged: the disk can't read all of it.`,
    hint: "The kernel's messages tell more: journalctl -k. Restore it from a snapshot or move it elsewhere, then make a new plan.",
  })),
  guestGone: problem('not-found', noData, () => ({
    message: 'A virtual machine of this switch is no longer there.',
    hint: 'Make a new plan: the virtual machines have changed since this one was made.',
  })),
  guestRuns: problem('blocked', z.object({ name: z.string() }), ({ name }) => ({
    message: `The virtual machine ${name} is not shut down.`,
    hint: 'Shut it down, then resume.',
  })),
  guestsNotKept: problem('tool-failed', z.object({ names: z.array(z.string()) }), ({ names }) => ({
    message: `Virtual machines whose settings were not copied beside their images: ${names.join(', ')}.`,
    hint: 'A rollback of the images leaves their settings as they are then.',
  })),
  guestsNotBack: problem('tool-failed', z.object({ names: z.array(z.string()) }), ({ names }) => ({
    message: `Virtual machines that the rollback of their images did not bring back: ${names.join(', ')}.`,
    hint: 'They keep the settings that they have now.',
  })),
  withoutGuestMemory: sentence(noData, () => 'The next plan then asks about virtual machines that differ.'),
  withoutMemory: sentence(noData, () => 'The next plan then reads every image and asks about those that differ.'),
})
