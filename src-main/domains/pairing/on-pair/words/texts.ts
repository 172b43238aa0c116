/** 256 short words that are hard to confuse when they are read aloud. */
export const wordList: readonly string[] = `
acorn actor album alley anchor angle apple apron arrow atlas attic autumn bacon badge baker balcony bamboo banjo barrel
basket beach beacon beaver bell bench berry bicycle biscuit blanket blossom bonfire bottle bouquet branch bread bridge
broom bubble bucket buffalo butter cabin cactus camel candle canoe canyon captain carbon carpet carrot castle cave cedar
cellar cement cherry chimney cinema circle citrus clay cliff clover cobweb coconut coffee comet compass copper coral
cotton coyote cradle crayon cricket crystal cucumber curtain dancer daisy denim desert diamond dinner doctor dolphin
domino donkey dragon drum eagle earth echo eclipse elbow elephant ember engine envelope evening fabric falcon feather
fiddle finger flamingo flute forest fossil fountain fox galaxy garden garlic gecko ginger giraffe glacier goblet gravel
guitar hammer harbour harvest hazel helmet heron hollow honey horizon hotel iceberg igloo indigo island ivory jacket
jaguar jasmine jelly jigsaw jungle kayak kernel kettle kitchen kiwi ladder lagoon lantern lemon leopard lilac lizard
lobster lotus magnet mango maple marble meadow melon meteor mirror monkey mosaic mountain muffin museum mustard napkin
needle nickel noodle nutmeg oasis ocean olive onion opera orbit orchid otter oven oyster paddle panda papaya parrot
peanut pebble pelican pencil pepper piano pigeon pillow planet pocket pony potato prairie pumpkin puzzle quartz rabbit
radio raven ribbon river robin rocket saddle salmon sandal saturn scarf seven shadow silver sparrow spider sponge
squirrel sunset tiger timber toast tomato tractor trumpet tulip tunnel turtle umbrella valley velvet violet violin
volcano waffle walnut walrus whistle willow window winter wizard yellow yogurt zebra zipper badger tundra lemur
`
  .trim()
  .split(/\s+/)

/** What the doctor says of where pc-switcher keeps its state. */
export const doctor = {
  title: "pc-switcher's state",
  apart: (folder: string): string => `${folder} is its own subvolume, so a rollback of the system leaves it alone.`,
  inSystem: (folder: string) => ({
    text: `${folder} is a folder of the system. A rollback of the system rolls it back too.`,
    hint: 'Pair the laptops again: pc-switcher then makes it a subvolume of its own.',
  }),
  notMounted: (folder: string, label: string) => ({
    text: `${folder} is not mounted.`,
    hint: `Run "sudo mount ${folder}" on ${label}, or restart it.`,
  }),
} as const
