export const title = 'Damaged file'

export const wasSetAside = (file: string, aside: string): string =>
  `${file} could not be read and was set aside as ${aside}. What it saved is found out anew.`

export const deleteIt = 'Nothing needs it any more. Delete it once you have looked at it.'
