import {
  IconBike,
  IconBus,
  IconCar,
  IconMotorbike,
  IconPaw,
  IconQuestionMark,
  IconTruck,
  IconUser,
  type Icon,
} from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import type { SubjectPicture } from "../../app/api.ts";
import { usePicture } from "../../ui/use-picture.ts";

interface CropProps {
  readonly picture: SubjectPicture | null;
  readonly objectClass: string;
  /** Whose picture it is, for those who cannot see it; empty where the words beside it say so. */
  readonly name: string;
  readonly size: "small" | "medium" | "large";
}

const ICONS: Readonly<Record<string, Icon>> = {
  person: IconUser,
  bicycle: IconBike,
  motorcycle: IconMotorbike,
  car: IconCar,
  bus: IconBus,
  truck: IconTruck,
  unknown: IconQuestionMark,
};

/** A crop of a camera's picture, or the sign of its class while there is none. */
export function Crop({ picture, objectClass, name, size }: CropProps) {
  const { t } = useTranslation();
  const { url } = usePicture(picture?.url, "never");
  const Sign = ICONS[objectClass] ?? IconPaw;
  const camera = picture?.camera?.name ?? "";
  return (
    <span className="crop" data-size={size}>
      {url === undefined ? (
        <>
          <Sign size={size === "small" ? 20 : 36} stroke={1.3} aria-hidden />
          {name !== "" && <span className="visually-hidden">{t("subjects.noCrop", { name })}</span>}
        </>
      ) : (
        <img src={url} alt={name === "" ? "" : t("subjects.cropOf", { name, camera })} />
      )}
    </span>
  );
}
