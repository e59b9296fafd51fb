/** Node that packages install where there is none that is new enough. */
export const NODE_VERSION = '20.20.2';
