type Choice = 'newer' | 'this' | 'paused'

export const taskTitle = (label: string, choice: Choice): string =>
  ({
    newer: `Have Syncthing bring newer files back to ${label}`,
    this: `Have what is on ${label} count on every device`,
    paused: `Leave folders of Syncthing paused on ${label}`,
  })[choice]

export const decided: Readonly<Record<Choice, string>> = {
  newer: 'Syncthing has brought the newer files back.',
  this: 'What is here counts on every device.',
  paused: 'The folders stay paused.',
}
