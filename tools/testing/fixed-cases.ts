import fc from "fast-check";

// Properties try the same cases in every run, so that what fails is the change and not the day. To
// look elsewhere: `FAST_CHECK_SEED=$RANDOM npm test`.
const seed = Number(process.env["FAST_CHECK_SEED"] ?? 20_261_122);
fc.configureGlobal({ ...fc.readConfigureGlobal(), seed });
