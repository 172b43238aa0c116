import type { Area } from '../../commons/capability/area.ts'

export const imagesArea: Area = {
  id: 'images',
  name: 'VM images',
  title: 'Virtual machine images',
  shortTitle: 'VM images',
  folder: '/var/lib/libvirt/images',
}
