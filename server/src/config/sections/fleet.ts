import { integer } from "../setting.ts";

export const fleet = {
  title: "Fleet",
  settings: {
    defaultMapId: integer("FLEET_DEFAULT_MAP", {
      default: 4,
      min: 1,
      max: 2_147_483_647,
      meaning: "Id of the map on which vehicles drive that were not put on another",
    }),
  },
};
