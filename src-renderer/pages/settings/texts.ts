/** Every sentence of the settings page. */

export const texts = {
  onLaptop: (laptop: string) => `on ${laptop}`,
  installation: 'Installation',
  notChecked: 'Not checked yet. Checking changes nothing.',
  checking: 'Checking…',
  checkInstallation: 'Check installation',
  passed: 'Passed',
  warning: 'Warning',
  failed: 'Failed',
  title: 'Settings',
  lead: 'Read from the configuration on this laptop. Only the appearance can be changed here.',
  followSystem: 'Follow system',
  light: 'Light',
  dark: 'Dark',
  thisWindow: 'This window',
  appearance: 'Appearance',
  appearanceText: 'Saved for this window on this laptop.',
  reading: 'Loading settings…',
  noneTitle: 'Everything has its default setting',
  tryAgain: 'Try again',
}
