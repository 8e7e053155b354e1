// Generated from the OpenAPI document by `npm run openapi`. Do not edit.
export interface paths {
    "/api/v1/auth/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Log in with a username or e-mail and a password */
        post: operations["login"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Exchange a refresh token for fresh tokens
         * @description Each refresh token works once. Showing a used one ends its session.
         */
        post: operations["refreshToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End the caller's session */
        post: operations["logout"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The calling user */
        get: operations["getCurrentUser"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/change-password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Change one's own password and end the other sessions */
        post: operations["changePassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/permissions/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the caller's role permits */
        get: operations["testPermissions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** State of the login service */
        get: operations["authHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/register": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Register with a username and a password
         * @description The user gets the role owner: their own photos and animals, nothing of the site.
         */
        post: operations["registerUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Exchange a username and a password for a token of the photo routes */
        post: operations["createToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List users, newest first */
        get: operations["listUsers"];
        put?: never;
        /**
         * Create a user
         * @description With an API key a role is enough (such a user logs in through sessions an API key makes); with a bearer token a username or e-mail and a password are required.
         */
        post: operations["createUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/users/{user_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change a user's role, name, password or whether they may log in */
        patch: operations["updateUser"];
        trace?: never;
    };
    "/api/v1/auth/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List one's own sessions; administrators may ask for all */
        get: operations["listSessions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/sessions/{session_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** End a session at once */
        delete: operations["revokeSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List API keys; never the keys themselves */
        get: operations["listApiKeys"];
        put?: never;
        /** Make an API key; the answer shows it once */
        post: operations["createApiKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/api-keys/{key_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revoke an API key at once */
        delete: operations["deleteApiKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit-log": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read the audit log, newest first */
        get: operations["listAuditLog"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sites": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All sites with their floors */
        get: operations["listSites"];
        put?: never;
        /** Add a site */
        post: operations["createSite"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sites/{site_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Remove a site with its floors and zones
         * @description Its cameras stay and belong to no site afterwards.
         */
        delete: operations["deleteSite"];
        options?: never;
        head?: never;
        /** Change a site */
        patch: operations["updateSite"];
        trace?: never;
    };
    "/api/v1/sites/{site_id}/floors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Add a floor */
        post: operations["createFloor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/floors/{floor_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove a floor with its zones */
        delete: operations["deleteFloor"];
        options?: never;
        head?: never;
        /** Change a floor */
        patch: operations["updateFloor"];
        trace?: never;
    };
    "/api/v1/floors/{floor_id}/plan": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The picture of a floor's plan */
        get: operations["getFloorPlan"];
        /**
         * Upload the picture that fills a floor's plan
         * @description PNG, JPEG or WebP, up to 20 MB; stretched to the floor's width and height.
         */
        put: operations["putFloorPlan"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/zones": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Zones, of one floor or of all */
        get: operations["listZones"];
        put?: never;
        /** Draw a zone */
        post: operations["createZone"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/zones/{zone_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove a zone with its history of stays */
        delete: operations["deleteZone"];
        options?: never;
        head?: never;
        /** Change a zone */
        patch: operations["updateZone"];
        trace?: never;
    };
    "/api/v1/zones/occupancy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is in which zone now */
        get: operations["getZoneOccupancy"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cameras": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All cameras */
        get: operations["listCameras"];
        put?: never;
        /** Add a camera */
        post: operations["createCamera"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/system/camera-health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Replace a camera's health */
        post: operations["reportCameraHealth"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/camera-health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Health of all cameras that ever reported */
        get: operations["listCameraHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/registry/cameras": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All cameras with calibration and health */
        get: operations["listRegistryCameras"];
        put?: never;
        /** Add a camera by its address */
        post: operations["createRegistryCamera"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/registry/cameras/{camera}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One camera, by uuid, code or number */
        get: operations["getRegistryCamera"];
        put?: never;
        post?: never;
        /** Remove a camera; what it saw stays in the history */
        delete: operations["deleteRegistryCamera"];
        options?: never;
        head?: never;
        /** Change a camera */
        patch: operations["updateRegistryCamera"];
        trace?: never;
    };
    "/api/v1/registry/cameras/{camera}/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** When a camera's health changed and why, newest first */
        get: operations["listCameraHealthHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/registry/cameras/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Open an address once and show what is seen there */
        post: operations["previewCamera"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/registry/cameras/{camera}/snapshot.jpg": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The newest picture of a camera */
        get: operations["getCameraSnapshot"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/registry/cameras/{camera}/calibration/solve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * How well points in the picture and on the plan fit together
         * @description Stores nothing. Four pairs at least, no three of them in line; from six on, a lens that bends lines is found too. `grid_m` holds the lines of an even grid over the picture on the plan.
         */
        post: operations["solveCameraCalibration"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/registry/cameras/{camera}/calibration": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Calibrate a camera */
        put: operations["putCameraCalibration"];
        post?: never;
        /** Forget a camera's calibration */
        delete: operations["deleteCameraCalibration"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/subjects": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who and what was seen, newest first */
        get: operations["listSubjects"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/subjects/{subject_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One subject: where it is, its tracks, stays, cameras and pictures
         * @description The id of a subject that was merged answers with the one it became.
         */
        get: operations["getSubject"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Name a subject, or take its name away
         * @description A subject with a name is kept for good; others go with the retention.
         */
        patch: operations["updateSubject"];
        trace?: never;
    };
    "/api/v1/subjects/{subject_id}/evidence": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Why each of its tracks is held to be of the subject, and who else it might be */
        get: operations["getSubjectEvidence"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/subjects/pictures/{picture_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One crop */
        get: operations["getSubjectPicture"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/subjects/{subject_id}/links/{link_id}/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say that a link is right; nothing changes it by itself then */
        post: operations["confirmSubjectLink"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/subjects/{subject_id}/split": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say that some tracks are somebody else's: they become a subject of their own */
        post: operations["splitSubject"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/subjects/{subject_id}/merge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say that two subjects are one; this one goes into the other */
        post: operations["mergeSubject"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/system/live-tracks/ingest": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Hand in one frame of another tracker
         * @description Ids of the other tracker are bound to a track for good. Boxes that are not four numbers are left out. Refused with 503 while the database cannot keep up.
         */
        post: operations["ingestLiveTracks"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/live/tracks/latest": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The newest observations, newest first */
        get: operations["listLatestTracks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/live/state": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where everything stands now, with the cursor to go on from */
        get: operations["getLiveState"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/upscale": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Upload a picture and have it enlarged four times
         * @description `lat` and `lng` may stand in the form, which wins, or in the query.
         */
        post: operations["upscalePhoto"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/bestcut": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Upload a burst, keep its best picture and have it enlarged
         * @description The sharpest is kept, the first of equals. With `mode=smart` the one that is best by sharpness, exposure, steadiness and its subject together.
         */
        post: operations["selectBestCut"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/photos": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The caller's photos, newest first */
        get: operations["listPhotos"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/photos/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A photo's bytes: enlarged, or as it was sent
         * @description Until the enlarged picture is ready, and for good when it fails, the original.
         */
        get: operations["getPhotoBytes"];
        put?: never;
        post?: never;
        /** Delete a photo and what was made of it */
        delete: operations["deletePhoto"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/photos": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Photos the caller sees, newest first, with progress, scores and origin */
        get: operations["listStoredPhotos"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/photos/{photo_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One photo: progress, why it was chosen, and the burst it is of */
        get: operations["getStoredPhoto"];
        put?: never;
        post?: never;
        /** Delete a photo and what was made of it */
        delete: operations["deleteStoredPhoto"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/photos/{photo_id}/pictures/{picture}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The original, the enlarged picture, a small one, or what the network invented */
        get: operations["getStoredPhotoPicture"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/photos/{photo_id}/burst/{index}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A small picture of one of the burst */
        get: operations["getPhotoBurstPicture"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/photos/from-camera": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make a photo of a camera's newest picture, or of a part of it, and enlarge it */
        post: operations["takeCameraPhoto"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/photos/from-picture": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make a photo of a subject's crop and enlarge it */
        post: operations["takeSubjectPhoto"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/photos/{photo_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Stop enlarging a photo; the original stays */
        post: operations["cancelStoredPhoto"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/photos/{photo_id}/enlarge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Enlarge a finished photo again, with other wishes */
        post: operations["enlargeStoredPhoto"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/maps": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Maps that vehicles drive on */
        get: operations["listFleetMaps"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/maps": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Maps that vehicles drive on */
        get: operations["listFleetMaps__api_maps"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/maps/{map_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What can be driven on, as GeoJSON in the map's metres */
        get: operations["getFleetMap"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/maps/{map_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What can be driven on, as GeoJSON in the map's metres */
        get: operations["getFleetMap__api_maps_map_id"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/vehicles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Registered vehicles */
        get: operations["listVehicles"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/vehicles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Registered vehicles */
        get: operations["listVehicles__api_vehicles"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/vehicles/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One vehicle */
        get: operations["getVehicle"];
        put?: never;
        post?: never;
        /** Take a vehicle off the list; its device may go on speaking */
        delete: operations["deleteVehicle"];
        options?: never;
        head?: never;
        /** Give a vehicle another name */
        patch: operations["renameVehicle"];
        trace?: never;
    };
    "/api/vehicles/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One vehicle */
        get: operations["getVehicle__api_vehicles_id"];
        put?: never;
        post?: never;
        /** Take a vehicle off the list; its device may go on speaking */
        delete: operations["deleteVehicle__api_vehicles_id"];
        options?: never;
        head?: never;
        /** Give a vehicle another name */
        patch: operations["renameVehicle__api_vehicles_id"];
        trace?: never;
    };
    "/vehicles/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Runs and catches, newest first, in Seoul's time */
        get: operations["listVehicleEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/vehicles/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Runs and catches, newest first, in Seoul's time */
        get: operations["listVehicleEvents__api_vehicles_events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/fleet/vehicles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Registered vehicles with their device numbers and last positions */
        get: operations["listFleetVehicles"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/fleet/vehicles/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change a vehicle's name or map, or take its frames in signed envelopes only */
        patch: operations["updateFleetVehicle"];
        trace?: never;
    };
    "/api/v1/fleet/missions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The last 500 chases, newest first */
        get: operations["listMissions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/fleet/missions/{id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Positions, reports and events of a chase in order, page by page */
        get: operations["replayMission"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/fleet/missions/{id}/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End a chase that no device ended */
        post: operations["endMission"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/fleet/maps": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Import a map from GeoJSON or OpenStreetMap XML
         * @description The body is the file. OpenStreetMap: highway ways become roads with their oneway and maxspeed tags. GeoJSON: polygons are drivable, lines are roads (properties highway, oneway, maxspeed); roads are derived from the polygons when there are no lines. Degrees become metres around the middle of the map, x east and y north (equirectangular).
         */
        post: operations["importFleetMap"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/maps/{map_id}/graph": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The roads of a map: crossings, directed edges, speeds and exits */
        get: operations["getFleetMapGraph"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/maps/{map_id}/graph": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The roads of a map: crossings, directed edges, speeds and exits */
        get: operations["getFleetMapGraph__api_maps_map_id_graph"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/fleet/maps/{map_id}/graph": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The roads of a map: crossings, directed edges, speeds and exits */
        get: operations["getFleetMapGraph__api_v1_fleet_maps_map_id_graph"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change exits and speeds of a map */
        patch: operations["updateFleetMapGraph"];
        trace?: never;
    };
    "/api/v1/fleet/maps/{map_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove an imported map, or what was changed of a shipped one */
        delete: operations["deleteFleetMap"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The console for browsers, a greeting for everybody else */
        get: operations["getRoot"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the server is up; asks nobody else */
        get: operations["getHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Liveness for orchestrators */
        get: operations["getHealthLive"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Readiness for orchestrators: 503 while a part the server needs is down */
        get: operations["getHealthReady"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/system/overview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Health, rates, queue depths and drops of the whole server */
        get: operations["getSystemOverview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Metrics in Prometheus' text format */
        get: operations["getMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: never;
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    login: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    username?: string;
                    email?: string;
                    password: string;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        access_token: string;
                        refresh_token: string;
                        /** @constant */
                        token_type: "bearer";
                        expires_in: number;
                        user: {
                            id: string;
                            user_id: string;
                            username: string | null;
                            email: string | null;
                            full_name: string | null;
                            name: string | null;
                            display_name: string | null;
                            /** @enum {string} */
                            role: "admin" | "staff" | "viewer" | "owner" | "system";
                            permissions: string[];
                            active: boolean;
                            is_active: boolean;
                            /** Format: date-time */
                            created_at: string;
                            last_login: string | null;
                        };
                        /** @constant */
                        status: "success";
                        data: {
                            access_token: string;
                            refresh_token: string;
                            /** @constant */
                            token_type: "bearer";
                            expires_in: number;
                            user: {
                                id: string;
                                user_id: string;
                                username: string | null;
                                email: string | null;
                                full_name: string | null;
                                name: string | null;
                                display_name: string | null;
                                /** @enum {string} */
                                role: "admin" | "staff" | "viewer" | "owner" | "system";
                                permissions: string[];
                                active: boolean;
                                is_active: boolean;
                                /** Format: date-time */
                                created_at: string;
                                last_login: string | null;
                            };
                        };
                        /** Format: date-time */
                        timestamp: string;
                    };
                };
            };
            /** @description Validation error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: {
                            type: string;
                            loc: (string | number)[];
                            msg: string;
                            input?: unknown;
                            ctx?: {
                                [key: string]: unknown;
                            };
                        }[];
                    };
                };
            };
            /** @description Refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                    };
                };
            };
        };
    };
    refreshToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    refresh_token: string;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        access_token: string;
                        refresh_token: string;
                        /** @constant */
                        token_type: "bearer";
                        expires_in: number;
                        /** @constant */
                        status: "success";
                        data: {
                            access_token: string;
                            refresh_token: string;
                            /** @constant */
                            token_type: "bearer";
                            expires_in: number;
                        };
                        /** Format: date-time */
                        timestamp: string;
                    };
                };
            };
            /** @description Validation error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: {
                            type: string;
                            loc: (string | number)[];
                            msg: string;
                            input?: unknown;
                            ctx?: {
                                [key: string]: unknown;
                            };
                        }[];
                    };
                };
            };
            /** @description Refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                    };
                };
            };
        };
    };
    logout: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        status: "success";
                        message: string;
                        /** Format: date-time */
                        timestamp: string;
                    };
                };
            };
            /** @description Refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                    };
                };
            };
        };
    };
    getCurrentUser: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        user_id: string;
                        username: string | null;
                        email: string | null;
                        full_name: string | null;
                        name: string | null;
                        display_name: string | null;
                        /** @enum {string} */
                        role: "admin" | "staff" | "viewer" | "owner" | "system";
                        permissions: string[];
                        active: boolean;
                        is_active: boolean;
                        /** Format: date-time */
                        created_at: string;
                        last_login: string | null;
                        /** @constant */
                        status: "success";
                        data: {
                            id: string;
                            user_id: string;
                            username: string | null;
                            email: string | null;
                            full_name: string | null;
                            name: string | null;
                            display_name: string | null;
                            /** @enum {string} */
                            role: "admin" | "staff" | "viewer" | "owner" | "system";
                            permissions: string[];
                            active: boolean;
                            is_active: boolean;
                            /** Format: date-time */
                            created_at: string;
                            last_login: string | null;
                        };
                        /** Format: date-time */
                        timestamp: string;
                    };
                };
            };
            /** @description Refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                    };
                };
            };
        };
    };
    changePassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    current_password: string;
                    new_password: string;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        status: "success";
                        message: string;
                        /** Format: date-time */
                        timestamp: string;
                    };
                };
            };
            /** @description Validation error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: {
                            type: string;
                            loc: (string | number)[];
                            msg: string;
                            input?: unknown;
                            ctx?: {
                                [key: string]: unknown;
                            };
                        }[];
                    };
                };
            };
            /** @description Refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                    };
                };
            };
        };
    };
    testPermissions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        user_id: string | null;
                        username: string | null;
                        /** @enum {string} */
                        role: "admin" | "staff" | "viewer" | "owner" | "system";
                        permissions: string[];
                        can_read_system: boolean;
                        can_write_system: boolean;
                        can_read_analytics: boolean;
                        can_write_analytics: boolean;
                        is_admin: boolean;
                        is_operator: boolean;
                        /** @constant */
                        status: "success";
                        data: {
                            user_id: string | null;
                            username: string | null;
                            /** @enum {string} */
                            role: "admin" | "staff" | "viewer" | "owner" | "system";
                            permissions: string[];
                            can_read_system: boolean;
                            can_write_system: boolean;
                            can_read_analytics: boolean;
                            can_write_analytics: boolean;
                            is_admin: boolean;
                            is_operator: boolean;
                        };
                        /** Format: date-time */
                        timestamp: string;
                    };
                };
            };
            /** @description Refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                    };
                };
            };
        };
    };
    authHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        authentication: string;
                        encryption: string;
                        jwt_service: string;
                        encryption_service: string;
                        statistics: {
                            total_users: number;
                            active_users: number;
                            tokens_generated: number;
                            encryptions_performed: number;
                        };
                        /** @constant */
                        status: "success";
                        data: {
                            authentication: string;
                            encryption: string;
                            jwt_service: string;
                            encryption_service: string;
                            statistics: {
                                total_users: number;
                                active_users: number;
                                tokens_generated: number;
                                encryptions_performed: number;
                            };
                        };
                        /** Format: date-time */
                        timestamp: string;
                    };
                };
            };
            /** @description Refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                    };
                };
            };
        };
    };
    registerUser: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    username: string;
                    password: string;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        username: string;
                        is_active: boolean;
                    };
                };
            };
            /** @description Validation error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: {
                            type: string;
                            loc: (string | number)[];
                            msg: string;
                            input?: unknown;
                            ctx?: {
                                [key: string]: unknown;
                            };
                        }[];
                    };
                };
            };
            /** @description Refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                    };
                };
            };
        };
    };
    createToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": {
                    username: string;
                    password: string;
                    grant_type?: string;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        access_token: string;
                        /** @constant */
                        token_type: "bearer";
                    };
                };
            };
            /** @description Validation error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: {
                            type: string;
                            loc: (string | number)[];
                            msg: string;
                            input?: unknown;
                            ctx?: {
                                [key: string]: unknown;
                            };
                        }[];
                    };
                };
            };
            /** @description Refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                    };
                };
            };
        };
    };
    listUsers: {
        parameters: {
            query?: {
                role?: string;
                active?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: {
                            type: string;
                            loc: (string | number)[];
                            msg: string;
                            input?: unknown;
                            ctx?: {
                                [key: string]: unknown;
                            };
                        }[];
                    };
                };
            };
            /** @description Refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                    };
                };
            };
        };
    };
    createUser: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    username?: string | null;
                    email?: string | null;
                    password?: string | null;
                    display_name?: string | null;
                    role: string;
                    /** @default true */
                    active?: boolean;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: {
                            type: string;
                            loc: (string | number)[];
                            msg: string;
                            input?: unknown;
                            ctx?: {
                                [key: string]: unknown;
                            };
                        }[];
                    };
                };
            };
            /** @description Refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                    };
                };
            };
        };
    };
    updateUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    role?: "admin" | "staff" | "viewer" | "owner" | "system";
                    active?: boolean;
                    display_name?: string | null;
                    password?: string;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: {
                            type: string;
                            loc: (string | number)[];
                            msg: string;
                            input?: unknown;
                            ctx?: {
                                [key: string]: unknown;
                            };
                        }[];
                    };
                };
            };
            /** @description Refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                    };
                };
            };
        };
    };
    listSessions: {
        parameters: {
            query?: {
                all?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        session_id: string;
                        user_id: string;
                        username: string | null;
                        kind: string;
                        /** Format: date-time */
                        created_at: string;
                        /** Format: date-time */
                        last_seen_at: string;
                        /** Format: date-time */
                        expires_at: string;
                        address: string | null;
                        user_agent: string | null;
                        current: boolean;
                    }[];
                };
            };
            /** @description Validation error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: {
                            type: string;
                            loc: (string | number)[];
                            msg: string;
                            input?: unknown;
                            ctx?: {
                                [key: string]: unknown;
                            };
                        }[];
                    };
                };
            };
            /** @description Refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                    };
                };
            };
        };
    };
    revokeSession: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        status: "success";
                        message: string;
                        /** Format: date-time */
                        timestamp: string;
                    };
                };
            };
            /** @description Validation error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: {
                            type: string;
                            loc: (string | number)[];
                            msg: string;
                            input?: unknown;
                            ctx?: {
                                [key: string]: unknown;
                            };
                        }[];
                    };
                };
            };
            /** @description Refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                    };
                };
            };
        };
    };
    listApiKeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        key_id: string;
                        name: string;
                        /** @enum {string} */
                        role: "admin" | "staff" | "viewer" | "owner" | "system";
                        prefix: string;
                        /** Format: date-time */
                        created_at: string;
                        last_used_at: string | null;
                        expires_at: string | null;
                    }[];
                };
            };
            /** @description Refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                    };
                };
            };
        };
    };
    createApiKey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    /** @enum {string} */
                    role: "admin" | "staff" | "viewer" | "owner" | "system";
                    expires_at?: string | null;
                };
            };
        };
        responses: {
            /** @description Success */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        key_id: string;
                        name: string;
                        /** @enum {string} */
                        role: "admin" | "staff" | "viewer" | "owner" | "system";
                        prefix: string;
                        /** Format: date-time */
                        created_at: string;
                        last_used_at: string | null;
                        expires_at: string | null;
                        key: string;
                    };
                };
            };
            /** @description Validation error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: {
                            type: string;
                            loc: (string | number)[];
                            msg: string;
                            input?: unknown;
                            ctx?: {
                                [key: string]: unknown;
                            };
                        }[];
                    };
                };
            };
            /** @description Refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                    };
                };
            };
        };
    };
    deleteApiKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: {
                            type: string;
                            loc: (string | number)[];
                            msg: string;
                            input?: unknown;
                            ctx?: {
                                [key: string]: unknown;
                            };
                        }[];
                    };
                };
            };
            /** @description Refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                    };
                };
            };
        };
    };
    listAuditLog: {
        parameters: {
            query?: {
                limit?: number;
                before_id?: number;
                operation?: string;
                result?: "ok" | "denied" | "failed";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            id: number;
                            /** Format: date-time */
                            at: string;
                            actor_kind: string;
                            actor_id: string | null;
                            actor_name: string | null;
                            role: string | null;
                            operation: string;
                            target: string | null;
                            result: string;
                            reason: string | null;
                            address: string | null;
                            details: {
                                [key: string]: unknown;
                            };
                        }[];
                        next_before_id: number | null;
                    };
                };
            };
            /** @description Validation error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: {
                            type: string;
                            loc: (string | number)[];
                            msg: string;
                            input?: unknown;
                            ctx?: {
                                [key: string]: unknown;
                            };
                        }[];
                    };
                };
            };
            /** @description Refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                    };
                };
            };
        };
    };
    listSites: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        site_id: string;
                        code: string;
                        name: string;
                        time_zone: string;
                        floors: {
                            floor_id: string;
                            site_id: string;
                            code: string;
                            name: string;
                            level: number;
                            width_m: number;
                            height_m: number;
                            walls: [
                                number,
                                number
                            ][][];
                            plan_url: string | null;
                        }[];
                    }[];
                };
            };
            /** @description Refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                    };
                };
            };
        };
    };
    createSite: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    code: string;
                    name: string;
                    /** @default UTC */
                    time_zone?: string;
                };
            };
        };
        responses: {
            /** @description Success */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        site_id: string;
                        code: string;
                        name: string;
                        time_zone: string;
                        floors: {
                            floor_id: string;
                            site_id: string;
                            code: string;
                            name: string;
                            level: number;
                            width_m: number;
                            height_m: number;
                            walls: [
                                number,
                                number
                            ][][];
                            plan_url: string | null;
                        }[];
                    };
                };
            };
            /** @description Validation error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: {
                            type: string;
                            loc: (string | number)[];
                            msg: string;
                            input?: unknown;
                            ctx?: {
                                [key: string]: unknown;
                            };
                        }[];
                    };
                };
            };
            /** @description Refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                    };
                };
            };
        };
    };
    deleteSite: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                site_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: {
                            type: string;
                            loc: (string | number)[];
                            msg: string;
                            input?: unknown;
                            ctx?: {
                                [key: string]: unknown;
                            };
                        }[];
                    };
                };
            };
            /** @description Refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                    };
                };
            };
        };
    };
    updateSite: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                site_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    code?: string;
                    name?: string;
                    time_zone?: string;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        site_id: string;
                        code: string;
                        name: string;
                        time_zone: string;
                        floors: {
                            floor_id: string;
                            site_id: string;
                            code: string;
                            name: string;
                            level: number;
                            width_m: number;
                            height_m: number;
                            walls: [
                                number,
                                number
                            ][][];
                            plan_url: string | null;
                        }[];
                    };
                };
            };
            /** @description Validation error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: {
                            type: string;
                            loc: (string | number)[];
                            msg: string;
                            input?: unknown;
                            ctx?: {
                                [key: string]: unknown;
                            };
                        }[];
                    };
                };
            };
            /** @description Refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                    };
                };
            };
        };
    };
    createFloor: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                site_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    code: string;
                    name: string;
                    /** @default 0 */
                    level?: number;
                    width_m: number;
                    height_m: number;
                    /** @default [] */
                    walls?: [
                        number,
                        number
                    ][][];
                };
            };
        };
        responses: {
            /** @description Success */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        floor_id: string;
                        site_id: string;
                        code: string;
                        name: string;
                        level: number;
                        width_m: number;
                        height_m: number;
                        walls: [
                            number,
                            number
                        ][][];
                        plan_url: string | null;
                    };
                };
            };
            /** @description Validation error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: {
                            type: string;
                            loc: (string | number)[];
                            msg: string;
                            input?: unknown;
                            ctx?: {
                                [key: string]: unknown;
                            };
                        }[];
                    };
                };
            };
            /** @description Refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                    };
                };
            };
        };
    };
    deleteFloor: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                floor_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: {
                            type: string;
                            loc: (string | number)[];
                            msg: string;
                            input?: unknown;
                            ctx?: {
                                [key: string]: unknown;
                            };
                        }[];
                    };
                };
            };
            /** @description Refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                    };
                };
            };
        };
    };
    updateFloor: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                floor_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    code?: string;
                    name?: string;
                    level?: number;
                    width_m?: number;
                    height_m?: number;
                    walls?: [
                        number,
                        number
                    ][][];
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        floor_id: string;
                        site_id: string;
                        code: string;
                        name: string;
                        level: number;
                        width_m: number;
                        height_m: number;
                        walls: [
                            number,
                            number
                        ][][];
                        plan_url: string | null;
                    };
                };
            };
            /** @description Validation error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: {
                            type: string;
                            loc: (string | number)[];
                            msg: string;
                            input?: unknown;
                            ctx?: {
                                [key: string]: unknown;
                            };
                        }[];
                    };
                };
            };
            /** @description Refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                    };
                };
            };
        };
    };
    getFloorPlan: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                floor_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/*": unknown;
                };
            };
            /** @description Validation error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: {
                            type: string;
                            loc: (string | number)[];
                            msg: string;
                            input?: unknown;
                            ctx?: {
                                [key: string]: unknown;
                            };
                        }[];
                    };
                };
            };
            /** @description Refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                    };
                };
            };
        };
    };
    putFloorPlan: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                floor_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": unknown;
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        floor_id: string;
                        site_id: string;
                        code: string;
                        name: string;
                        level: number;
                        width_m: number;
                        height_m: number;
                        walls: [
                            number,
                            number
                        ][][];
                        plan_url: string | null;
                    };
                };
            };
            /** @description Validation error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: {
                            type: string;
                            loc: (string | number)[];
                            msg: string;
                            input?: unknown;
                            ctx?: {
                                [key: string]: unknown;
                            };
                        }[];
                    };
                };
            };
            /** @description Refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                    };
                };
            };
        };
    };
    listZones: {
        parameters: {
            query?: {
                floor_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        zone_id: string;
                        floor_id: string;
                        code: string;
                        name: string;
                        kind: string;
                        color: string | null;
                        polygon_m: [
                            number,
                            number
                        ][];
                    }[];
                };
            };
            /** @description Validation error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: {
                            type: string;
                            loc: (string | number)[];
                            msg: string;
                            input?: unknown;
                            ctx?: {
                                [key: string]: unknown;
                            };
                        }[];
                    };
                };
            };
            /** @description Refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                    };
                };
            };
        };
    };
    createZone: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: uuid */
                    floor_id: string;
                    code: string;
                    name: string;
                    /** @default area */
                    kind?: string;
                    color?: string | null;
                    polygon_m: [
                        number,
                        number
                    ][];
                };
            };
        };
        responses: {
            /** @description Success */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        zone_id: string;
                        floor_id: string;
                        code: string;
                        name: string;
                        kind: string;
                        color: string | null;
                        polygon_m: [
                            number,
                            number
                        ][];
                    };
                };
            };
            /** @description Validation error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: {
                            type: string;
                            loc: (string | number)[];
                            msg: string;
                            input?: unknown;
                            ctx?: {
                                [key: string]: unknown;
                            };
                        }[];
                    };
                };
            };
            /** @description Refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                    };
                };
            };
        };
    };
    deleteZone: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                zone_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: {
                            type: string;
                            loc: (string | number)[];
                            msg: string;
                            input?: unknown;
                            ctx?: {
                                [key: string]: unknown;
                            };
                        }[];
                    };
                };
            };
            /** @description Refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                    };
                };
            };
        };
    };
    updateZone: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                zone_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    code?: string;
                    name?: string;
                    kind?: string;
                    color?: string | null;
                    polygon_m?: [
                        number,
                        number
                    ][];
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        zone_id: string;
                        floor_id: string;
                        code: string;
                        name: string;
                        kind: string;
                        color: string | null;
                        polygon_m: [
                            number,
                            number
                        ][];
                    };
                };
            };
            /** @description Validation error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: {
                            type: string;
                            loc: (string | number)[];
                            msg: string;
                            input?: unknown;
                            ctx?: {
                                [key: string]: unknown;
                            };
                        }[];
                    };
                };
            };
            /** @description Refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                    };
                };
            };
        };
    };
    getZoneOccupancy: {
        parameters: {
            query?: {
                floor_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        zone_id: string;
                        code: string;
                        count: number;
                        by_class: {
                            [key: string]: number;
                        };
                        subjects: {
                            track_id: string;
                            subject_id: string | null;
                            global_id: string | null;
                            object_class: string;
                            entered_at: string;
                        }[];
                    }[];
                };
            };
            /** @description Validation error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: {
                            type: string;
                            loc: (string | number)[];
                            msg: string;
                            input?: unknown;
                            ctx?: {
                                [key: string]: unknown;
                            };
                        }[];
                    };
                };
            };
            /** @description Refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                    };
                };
            };
        };
    };
    listCameras: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        camera_id: string;
                        location_zone: string;
                        intrinsics_version: string | null;
                        stream_url: string | null;
                        installed_height_m: number | null;
                        tilt_deg: number | null;
                        created_at: string;
                    }[];
                };
            };
            /** @description Refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                    };
                };
            };
        };
    };
    createCamera: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    location_zone: string;
                    intrinsics_version?: string | null;
                    stream_url?: string | null;
                    installed_height_m?: number | null;
                    tilt_deg?: number | null;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        camera_id: string;
                        location_zone: string;
                        intrinsics_version: string | null;
                        stream_url: string | null;
                        installed_height_m: number | null;
                        tilt_deg: number | null;
                        created_at: string;
                    };
                };
            };
            /** @description Validation error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: {
                            type: string;
                            loc: (string | number)[];
                            msg: string;
                            input?: unknown;
                            ctx?: {
                                [key: string]: unknown;
                            };
                        }[];
                    };
                };
            };
            /** @description Refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                    };
                };
            };
        };
    };
    reportCameraHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    camera_id: string;
                    /** @default healthy */
                    status?: string;
                    fps?: number | null;
                    latency_ms?: number | null;
                    last_frame_at?: string | number | null;
                    reconnect_count?: number;
                    message?: string | null;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        camera_id: string;
                        status: string;
                        fps: number | null;
                        latency_ms: number | null;
                        last_frame_at: string | null;
                        reconnect_count: number;
                        message: string | null;
                        updated_at: string;
                    };
                };
            };
            /** @description Validation error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: {
                            type: string;
                            loc: (string | number)[];
                            msg: string;
                            input?: unknown;
                            ctx?: {
                                [key: string]: unknown;
                            };
                        }[];
                    };
                };
            };
            /** @description Refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                    };
                };
            };
        };
    };
    listCameraHealth: {
        parameters: {
            query?: {
                stale_seconds?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        camera_id: string;
                        status: string;
                        fps: number | null;
                        latency_ms: number | null;
                        last_frame_at: string | null;
                        reconnect_count: number;
                        message: string | null;
                        updated_at: string;
                        is_stale: boolean;
                    }[];
                };
            };
            /** @description Validation error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: {
                            type: string;
                            loc: (string | number)[];
                            msg: string;
                            input?: unknown;
                            ctx?: {
                                [key: string]: unknown;
                            };
                        }[];
                    };
                };
            };
            /** @description Refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                    };
                };
            };
        };
    };
    listRegistryCameras: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        camera_id: string;
                        number: number;
                        code: string;
                        name: string;
                        site_id: string | null;
                        floor_id: string | null;
                        location_zone: string;
                        source_url: string | null;
                        enabled: boolean;
                        settings: {
                            detector?: {
                                /** @enum {string} */
                                kind: "centernet" | "nanodet" | "motion" | "onnx";
                                model_path?: string;
                                /** @enum {string} */
                                head?: "yolox" | "yolov8" | "rtdetr";
                                min_score?: number;
                                classes?: ("person" | "cat" | "dog" | "bird" | "horse" | "bicycle" | "car" | "motorcycle" | "bus" | "truck")[];
                                /** @enum {string} */
                                motion_class?: "person" | "cat" | "dog" | "bird" | "horse" | "bicycle" | "car" | "motorcycle" | "bus" | "truck";
                            };
                            appearance?: {
                                /** @enum {string} */
                                kind: "mobilenet-hsv" | "hsv" | "onnx" | "off";
                                model_path?: string;
                            };
                            target_fps?: number;
                            /** @enum {string} */
                            rtsp_transport?: "tcp" | "udp";
                            motion_gate?: boolean;
                            /** @enum {string} */
                            pace?: "real-time" | "as-fast-as-possible";
                        };
                        calibration: {
                            /** @enum {string} */
                            model: "homography" | "pinhole";
                            homography: number[];
                            lens: {
                                focal_px: number;
                                k1: number;
                                k2: number;
                                position_m: [
                                    number,
                                    number
                                ];
                                height_m: number;
                            } | null;
                            rms_error_m: number;
                            rms_error_px: number | null;
                            errors_m: number[];
                            errors_px: (number | null)[];
                            view_polygon_m: [
                                number,
                                number
                            ][];
                            pairs: {
                                image_px: [
                                    number,
                                    number
                                ];
                                plan_m: [
                                    number,
                                    number
                                ];
                            }[];
                            size_px: [
                                number,
                                number
                            ];
                        } | null;
                        installed_height_m: number | null;
                        tilt_deg: number | null;
                        intrinsics_version: string | null;
                        created_at: string;
                        health: {
                            /** @enum {string} */
                            status: "unknown" | "healthy" | "degraded" | "down";
                            fps: number | null;
                            latency_ms: number | null;
                            last_frame_at: string | null;
                            reconnect_count: number;
                            message: string | null;
                            updated_at: string;
                        } | null;
                    }[];
                };
            };
            /** @description Refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                    };
                };
            };
        };
    };
    createRegistryCamera: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    code?: string;
                    name: string;
                    source_url: string;
                    site_id?: string | null;
                    floor_id?: string | null;
                    location_zone?: string;
                    /** @default true */
                    enabled?: boolean;
                    /** @default {} */
                    settings?: {
                        detector?: {
                            /** @enum {string} */
                            kind: "centernet" | "nanodet" | "motion" | "onnx";
                            model_path?: string;
                            /** @enum {string} */
                            head?: "yolox" | "yolov8" | "rtdetr";
                            min_score?: number;
                            classes?: ("person" | "cat" | "dog" | "bird" | "horse" | "bicycle" | "car" | "motorcycle" | "bus" | "truck")[];
                            /** @enum {string} */
                            motion_class?: "person" | "cat" | "dog" | "bird" | "horse" | "bicycle" | "car" | "motorcycle" | "bus" | "truck";
                        };
                        appearance?: {
                            /** @enum {string} */
                            kind: "mobilenet-hsv" | "hsv" | "onnx" | "off";
                            model_path?: string;
                        };
                        target_fps?: number;
                        /** @enum {string} */
                        rtsp_transport?: "tcp" | "udp";
                        motion_gate?: boolean;
                        /** @enum {string} */
                        pace?: "real-time" | "as-fast-as-possible";
                    };
                    installed_height_m?: number | null;
                    tilt_deg?: number | null;
                };
            };
        };
        responses: {
            /** @description Success */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        camera_id: string;
                        number: number;
                        code: string;
                        name: string;
                        site_id: string | null;
                        floor_id: string | null;
                        location_zone: string;
                        source_url: string | null;
                        enabled: boolean;
                        settings: {
                            detector?: {
                                /** @enum {string} */
                                kind: "centernet" | "nanodet" | "motion" | "onnx";
                                model_path?: string;
                                /** @enum {string} */
                                head?: "yolox" | "yolov8" | "rtdetr";
                                min_score?: number;
                                classes?: ("person" | "cat" | "dog" | "bird" | "horse" | "bicycle" | "car" | "motorcycle" | "bus" | "truck")[];
                                /** @enum {string} */
                                motion_class?: "person" | "cat" | "dog" | "bird" | "horse" | "bicycle" | "car" | "motorcycle" | "bus" | "truck";
                            };
                            appearance?: {
                                /** @enum {string} */
                                kind: "mobilenet-hsv" | "hsv" | "onnx" | "off";
                                model_path?: string;
                            };
                            target_fps?: number;
                            /** @enum {string} */
                            rtsp_transport?: "tcp" | "udp";
                            motion_gate?: boolean;
                            /** @enum {string} */
                            pace?: "real-time" | "as-fast-as-possible";
                        };
                        calibration: {
                            /** @enum {string} */
                            model: "homography" | "pinhole";
                            homography: number[];
                            lens: {
                                focal_px: number;
                                k1: number;
                                k2: number;
                                position_m: [
                                    number,
                                    number
                                ];
                                height_m: number;
                            } | null;
                            rms_error_m: number;
                            rms_error_px: number | null;
                            errors_m: number[];
                            errors_px: (number | null)[];
                            view_polygon_m: [
                                number,
                                number
                            ][];
                            pairs: {
                                image_px: [
                                    number,
                                    number
                                ];
                                plan_m: [
                                    number,
                                    number
                                ];
                            }[];
                            size_px: [
                                number,
                                number
                            ];
                        } | null;
                        installed_height_m: number | null;
                        tilt_deg: number | null;
                        intrinsics_version: string | null;
                        created_at: string;
                        health: {
                            /** @enum {string} */
                            status: "unknown" | "healthy" | "degraded" | "down";
                            fps: number | null;
                            latency_ms: number | null;
                            last_frame_at: string | null;
                            reconnect_count: number;
                            message: string | null;
                            updated_at: string;
                        } | null;
                    };
                };
            };
            /** @description Validation error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: {
                            type: string;
                            loc: (string | number)[];
                            msg: string;
                            input?: unknown;
                            ctx?: {
                                [key: string]: unknown;
                            };
                        }[];
                    };
                };
            };
            /** @description Refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                    };
                };
            };
        };
    };
    getRegistryCamera: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                camera: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        camera_id: string;
                        number: number;
                        code: string;
                        name: string;
                        site_id: string | null;
                        floor_id: string | null;
                        location_zone: string;
                        source_url: string | null;
                        enabled: boolean;
                        settings: {
                            detector?: {
                                /** @enum {string} */
                                kind: "centernet" | "nanodet" | "motion" | "onnx";
                                model_path?: string;
                                /** @enum {string} */
                                head?: "yolox" | "yolov8" | "rtdetr";
                                min_score?: number;
                                classes?: ("person" | "cat" | "dog" | "bird" | "horse" | "bicycle" | "car" | "motorcycle" | "bus" | "truck")[];
                                /** @enum {string} */
                                motion_class?: "person" | "cat" | "dog" | "bird" | "horse" | "bicycle" | "car" | "motorcycle" | "bus" | "truck";
                            };
                            appearance?: {
                                /** @enum {string} */
                                kind: "mobilenet-hsv" | "hsv" | "onnx" | "off";
                                model_path?: string;
                            };
                            target_fps?: number;
                            /** @enum {string} */
                            rtsp_transport?: "tcp" | "udp";
                            motion_gate?: boolean;
                            /** @enum {string} */
                            pace?: "real-time" | "as-fast-as-possible";
                        };
                        calibration: {
                            /** @enum {string} */
                            model: "homography" | "pinhole";
                            homography: number[];
                            lens: {
                                focal_px: number;
                                k1: number;
                                k2: number;
                                position_m: [
                                    number,
                                    number
                                ];
                                height_m: number;
                            } | null;
                            rms_error_m: number;
                            rms_error_px: number | null;
                            errors_m: number[];
                            errors_px: (number | null)[];
                            view_polygon_m: [
                                number,
                                number
                            ][];
                            pairs: {
                                image_px: [
                                    number,
                                    number
                                ];
                                plan_m: [
                                    number,
                                    number
                                ];
                            }[];
                            size_px: [
                                number,
                                number
                            ];
                        } | null;
                        installed_height_m: number | null;
                        tilt_deg: number | null;
                        intrinsics_version: string | null;
                        created_at: string;
                        health: {
                            /** @enum {string} */
                            status: "unknown" | "healthy" | "degraded" | "down";
                            fps: number | null;
                            latency_ms: number | null;
                            last_frame_at: string | null;
                            reconnect_count: number;
                            message: string | null;
                            updated_at: string;
                        } | null;
                    };
                };
            };
            /** @description Validation error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: {
                            type: string;
                            loc: (string | number)[];
                            msg: string;
                            input?: unknown;
                            ctx?: {
                                [key: string]: unknown;
                            };
                        }[];
                    };
                };
            };
            /** @description Refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                    };
                };
            };
        };
    };
    deleteRegistryCamera: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                camera: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: {
                            type: string;
                            loc: (string | number)[];
                            msg: string;
                            input?: unknown;
                            ctx?: {
                                [key: string]: unknown;
                            };
                        }[];
                    };
                };
            };
            /** @description Refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                    };
                };
            };
        };
    };
    updateRegistryCamera: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                camera: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    code?: string;
                    name?: string;
                    source_url?: string;
                    site_id?: string | null;
                    floor_id?: string | null;
                    location_zone?: string;
                    enabled?: boolean;
                    settings?: {
                        detector?: {
                            /** @enum {string} */
                            kind: "centernet" | "nanodet" | "motion" | "onnx";
                            model_path?: string;
                            /** @enum {string} */
                            head?: "yolox" | "yolov8" | "rtdetr";
                            min_score?: number;
                            classes?: ("person" | "cat" | "dog" | "bird" | "horse" | "bicycle" | "car" | "motorcycle" | "bus" | "truck")[];
                            /** @enum {string} */
                            motion_class?: "person" | "cat" | "dog" | "bird" | "horse" | "bicycle" | "car" | "motorcycle" | "bus" | "truck";
                        };
                        appearance?: {
                            /** @enum {string} */
                            kind: "mobilenet-hsv" | "hsv" | "onnx" | "off";
                            model_path?: string;
                        };
                        target_fps?: number;
                        /** @enum {string} */
                        rtsp_transport?: "tcp" | "udp";
                        motion_gate?: boolean;
                        /** @enum {string} */
                        pace?: "real-time" | "as-fast-as-possible";
                    };
                    installed_height_m?: number | null;
                    tilt_deg?: number | null;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        camera_id: string;
                        number: number;
                        code: string;
                        name: string;
                        site_id: string | null;
                        floor_id: string | null;
                        location_zone: string;
                        source_url: string | null;
                        enabled: boolean;
                        settings: {
                            detector?: {
                                /** @enum {string} */
                                kind: "centernet" | "nanodet" | "motion" | "onnx";
                                model_path?: string;
                                /** @enum {string} */
                                head?: "yolox" | "yolov8" | "rtdetr";
                                min_score?: number;
                                classes?: ("person" | "cat" | "dog" | "bird" | "horse" | "bicycle" | "car" | "motorcycle" | "bus" | "truck")[];
                                /** @enum {string} */
                                motion_class?: "person" | "cat" | "dog" | "bird" | "horse" | "bicycle" | "car" | "motorcycle" | "bus" | "truck";
                            };
                            appearance?: {
                                /** @enum {string} */
                                kind: "mobilenet-hsv" | "hsv" | "onnx" | "off";
                                model_path?: string;
                            };
                            target_fps?: number;
                            /** @enum {string} */
                            rtsp_transport?: "tcp" | "udp";
                            motion_gate?: boolean;
                            /** @enum {string} */
                            pace?: "real-time" | "as-fast-as-possible";
                        };
                        calibration: {
                            /** @enum {string} */
                            model: "homography" | "pinhole";
                            homography: number[];
                            lens: {
                                focal_px: number;
                                k1: number;
                                k2: number;
                                position_m: [
                                    number,
                                    number
                                ];
                                height_m: number;
                            } | null;
                            rms_error_m: number;
                            rms_error_px: number | null;
                            errors_m: number[];
                            errors_px: (number | null)[];
                            view_polygon_m: [
                                number,
                                number
                            ][];
                            pairs: {
                                image_px: [
                                    number,
                                    number
                                ];
                                plan_m: [
                                    number,
                                    number
                                ];
                            }[];
                            size_px: [
                                number,
                                number
                            ];
                        } | null;
                        installed_height_m: number | null;
                        tilt_deg: number | null;
                        intrinsics_version: string | null;
                        created_at: string;
                        health: {
                            /** @enum {string} */
                            status: "unknown" | "healthy" | "degraded" | "down";
                            fps: number | null;
                            latency_ms: number | null;
                            last_frame_at: string | null;
                            reconnect_count: number;
                            message: string | null;
                            updated_at: string;
                        } | null;
                    };
                };
            };
            /** @description Validation error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: {
                            type: string;
                            loc: (string | number)[];
                            msg: string;
                            input?: unknown;
                            ctx?: {
                                [key: string]: unknown;
                            };
                        }[];
                    };
                };
            };
            /** @description Refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                    };
                };
            };
        };
    };
    listCameraHealthHistory: {
        parameters: {
            query?: {
                limit?: number;
            };
            header?: never;
            path: {
                camera: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        at: string;
                        status: string;
                        message: string | null;
                    }[];
                };
            };
            /** @description Validation error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: {
                            type: string;
                            loc: (string | number)[];
                            msg: string;
                            input?: unknown;
                            ctx?: {
                                [key: string]: unknown;
                            };
                        }[];
                    };
                };
            };
            /** @description Refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                    };
                };
            };
        };
    };
    previewCamera: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    source_url: string;
                    /** @default {} */
                    settings?: {
                        detector?: {
                            /** @enum {string} */
                            kind: "centernet" | "nanodet" | "motion" | "onnx";
                            model_path?: string;
                            /** @enum {string} */
                            head?: "yolox" | "yolov8" | "rtdetr";
                            min_score?: number;
                            classes?: ("person" | "cat" | "dog" | "bird" | "horse" | "bicycle" | "car" | "motorcycle" | "bus" | "truck")[];
                            /** @enum {string} */
                            motion_class?: "person" | "cat" | "dog" | "bird" | "horse" | "bicycle" | "car" | "motorcycle" | "bus" | "truck";
                        };
                        appearance?: {
                            /** @enum {string} */
                            kind: "mobilenet-hsv" | "hsv" | "onnx" | "off";
                            model_path?: string;
                        };
                        target_fps?: number;
                        /** @enum {string} */
                        rtsp_transport?: "tcp" | "udp";
                        motion_gate?: boolean;
                        /** @enum {string} */
                        pace?: "real-time" | "as-fast-as-possible";
                    };
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        ok: true;
                        width_px: number;
                        height_px: number;
                        fps: number | null;
                        codec: string;
                        image: string;
                        detections: {
                            box_px: [
                                number,
                                number,
                                number,
                                number
                            ];
                            score: number;
                            object_class: string;
                        }[];
                    };
                };
            };
            /** @description Validation error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: {
                            type: string;
                            loc: (string | number)[];
                            msg: string;
                            input?: unknown;
                            ctx?: {
                                [key: string]: unknown;
                            };
                        }[];
                    };
                };
            };
            /** @description Refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                    };
                };
            };
        };
    };
    getCameraSnapshot: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                camera: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/jpeg": unknown;
                };
            };
            /** @description Validation error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: {
                            type: string;
                            loc: (string | number)[];
                            msg: string;
                            input?: unknown;
                            ctx?: {
                                [key: string]: unknown;
                            };
                        }[];
                    };
                };
            };
            /** @description Refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                    };
                };
            };
        };
    };
    solveCameraCalibration: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                camera: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    pairs: {
                        image_px: [
                            number,
                            number
                        ];
                        plan_m: [
                            number,
                            number
                        ];
                    }[];
                    size_px?: [
                        number,
                        number
                    ];
                    /** @enum {string} */
                    model?: "auto" | "homography" | "pinhole";
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        model: "homography" | "pinhole";
                        homography: number[];
                        lens: {
                            focal_px: number;
                            k1: number;
                            k2: number;
                            position_m: [
                                number,
                                number
                            ];
                            height_m: number;
                        } | null;
                        rms_error_m: number;
                        rms_error_px: number | null;
                        errors_m: number[];
                        errors_px: (number | null)[];
                        view_polygon_m: [
                            number,
                            number
                        ][];
                        grid_m: [
                            number,
                            number
                        ][][];
                    };
                };
            };
            /** @description Validation error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: {
                            type: string;
                            loc: (string | number)[];
                            msg: string;
                            input?: unknown;
                            ctx?: {
                                [key: string]: unknown;
                            };
                        }[];
                    };
                };
            };
            /** @description Refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                    };
                };
            };
        };
    };
    putCameraCalibration: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                camera: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    pairs: {
                        image_px: [
                            number,
                            number
                        ];
                        plan_m: [
                            number,
                            number
                        ];
                    }[];
                    size_px?: [
                        number,
                        number
                    ];
                    /** @enum {string} */
                    model?: "auto" | "homography" | "pinhole";
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        camera_id: string;
                        number: number;
                        code: string;
                        name: string;
                        site_id: string | null;
                        floor_id: string | null;
                        location_zone: string;
                        source_url: string | null;
                        enabled: boolean;
                        settings: {
                            detector?: {
                                /** @enum {string} */
                                kind: "centernet" | "nanodet" | "motion" | "onnx";
                                model_path?: string;
                                /** @enum {string} */
                                head?: "yolox" | "yolov8" | "rtdetr";
                                min_score?: number;
                                classes?: ("person" | "cat" | "dog" | "bird" | "horse" | "bicycle" | "car" | "motorcycle" | "bus" | "truck")[];
                                /** @enum {string} */
                                motion_class?: "person" | "cat" | "dog" | "bird" | "horse" | "bicycle" | "car" | "motorcycle" | "bus" | "truck";
                            };
                            appearance?: {
                                /** @enum {string} */
                                kind: "mobilenet-hsv" | "hsv" | "onnx" | "off";
                                model_path?: string;
                            };
                            target_fps?: number;
                            /** @enum {string} */
                            rtsp_transport?: "tcp" | "udp";
                            motion_gate?: boolean;
                            /** @enum {string} */
                            pace?: "real-time" | "as-fast-as-possible";
                        };
                        calibration: {
                            /** @enum {string} */
                            model: "homography" | "pinhole";
                            homography: number[];
                            lens: {
                                focal_px: number;
                                k1: number;
                                k2: number;
                                position_m: [
                                    number,
                                    number
                                ];
                                height_m: number;
                            } | null;
                            rms_error_m: number;
                            rms_error_px: number | null;
                            errors_m: number[];
                            errors_px: (number | null)[];
                            view_polygon_m: [
                                number,
                                number
                            ][];
                            pairs: {
                                image_px: [
                                    number,
                                    number
                                ];
                                plan_m: [
                                    number,
                                    number
                                ];
                            }[];
                            size_px: [
                                number,
                                number
                            ];
                        } | null;
                        installed_height_m: number | null;
                        tilt_deg: number | null;
                        intrinsics_version: string | null;
                        created_at: string;
                        health: {
                            /** @enum {string} */
                            status: "unknown" | "healthy" | "degraded" | "down";
                            fps: number | null;
                            latency_ms: number | null;
                            last_frame_at: string | null;
                            reconnect_count: number;
                            message: string | null;
                            updated_at: string;
                        } | null;
                    };
                };
            };
            /** @description Validation error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: {
                            type: string;
                            loc: (string | number)[];
                            msg: string;
                            input?: unknown;
                            ctx?: {
                                [key: string]: unknown;
                            };
                        }[];
                    };
                };
            };
            /** @description Refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                    };
                };
            };
        };
    };
    deleteCameraCalibration: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                camera: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        camera_id: string;
                        number: number;
                        code: string;
                        name: string;
                        site_id: string | null;
                        floor_id: string | null;
                        location_zone: string;
                        source_url: string | null;
                        enabled: boolean;
                        settings: {
                            detector?: {
                                /** @enum {string} */
                                kind: "centernet" | "nanodet" | "motion" | "onnx";
                                model_path?: string;
                                /** @enum {string} */
                                head?: "yolox" | "yolov8" | "rtdetr";
                                min_score?: number;
                                classes?: ("person" | "cat" | "dog" | "bird" | "horse" | "bicycle" | "car" | "motorcycle" | "bus" | "truck")[];
                                /** @enum {string} */
                                motion_class?: "person" | "cat" | "dog" | "bird" | "horse" | "bicycle" | "car" | "motorcycle" | "bus" | "truck";
                            };
                            appearance?: {
                                /** @enum {string} */
                                kind: "mobilenet-hsv" | "hsv" | "onnx" | "off";
                                model_path?: string;
                            };
                            target_fps?: number;
                            /** @enum {string} */
                            rtsp_transport?: "tcp" | "udp";
                            motion_gate?: boolean;
                            /** @enum {string} */
                            pace?: "real-time" | "as-fast-as-possible";
                        };
                        calibration: {
                            /** @enum {string} */
                            model: "homography" | "pinhole";
                            homography: number[];
                            lens: {
                                focal_px: number;
                                k1: number;
                                k2: number;
                                position_m: [
                                    number,
                                    number
                                ];
                                height_m: number;
                            } | null;
                            rms_error_m: number;
                            rms_error_px: number | null;
                            errors_m: number[];
                            errors_px: (number | null)[];
                            view_polygon_m: [
                                number,
                                number
                            ][];
                            pairs: {
                                image_px: [
                                    number,
                                    number
                                ];
                                plan_m: [
                                    number,
                                    number
                                ];
                            }[];
                            size_px: [
                                number,
                                number
                            ];
                        } | null;
                        installed_height_m: number | null;
                        tilt_deg: number | null;
                        intrinsics_version: string | null;
                        created_at: string;
                        health: {
                            /** @enum {string} */
                            status: "unknown" | "healthy" | "degraded" | "down";
                            fps: number | null;
                            latency_ms: number | null;
                            last_frame_at: string | null;
                            reconnect_count: number;
                            message: string | null;
                            updated_at: string;
                        } | null;
                    };
                };
            };
            /** @description Validation error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: {
                            type: string;
                            loc: (string | number)[];
                            msg: string;
                            input?: unknown;
                            ctx?: {
                                [key: string]: unknown;
                            };
                        }[];
                    };
                };
            };
            /** @description Refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                    };
                };
            };
        };
    };
    listSubjects: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
                object_class?: "person" | "cat" | "dog" | "bird" | "horse" | "bicycle" | "car" | "motorcycle" | "bus" | "truck" | "unknown";
                site_id?: string;
                camera?: string;
                from?: string | number;
                to?: string | number;
                name?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        subjects: {
                            subject_id: string;
                            global_id: string;
                            object_class: string;
                            display_name: string | null;
                            /** Format: date-time */
                            first_seen_at: string;
                            /** Format: date-time */
                            last_seen_at: string;
                            is_present: boolean;
                            track_count: number;
                            camera_count: number;
                            last_place: {
                                /** Format: date-time */
                                at: string;
                                camera: {
                                    camera_id: string;
                                    code: string;
                                    name: string;
                                };
                                floor_id: string | null;
                                position_m: [
                                    number,
                                    number
                                ] | null;
                                zone_ids: string[];
                            } | null;
                            picture: {
                                picture_id: string;
                                url: string;
                                track_id: string;
                                camera: {
                                    camera_id: string;
                                    code: string;
                                    name: string;
                                } | null;
                                /** Format: date-time */
                                captured_at: string;
                                quality: number;
                            } | null;
                        }[];
                        next_cursor: string | null;
                    };
                };
            };
            /** @description Validation error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: {
                            type: string;
                            loc: (string | number)[];
                            msg: string;
                            input?: unknown;
                            ctx?: {
                                [key: string]: unknown;
                            };
                        }[];
                    };
                };
            };
            /** @description Refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                    };
                };
            };
        };
    };
    getSubject: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                subject_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        subject_id: string;
                        global_id: string;
                        object_class: string;
                        display_name: string | null;
                        /** Format: date-time */
                        first_seen_at: string;
                        /** Format: date-time */
                        last_seen_at: string;
                        is_present: boolean;
                        track_count: number;
                        camera_count: number;
                        last_place: {
                            /** Format: date-time */
                            at: string;
                            camera: {
                                camera_id: string;
                                code: string;
                                name: string;
                            };
                            floor_id: string | null;
                            position_m: [
                                number,
                                number
                            ] | null;
                            zone_ids: string[];
                        } | null;
                        picture: {
                            picture_id: string;
                            url: string;
                            track_id: string;
                            camera: {
                                camera_id: string;
                                code: string;
                                name: string;
                            } | null;
                            /** Format: date-time */
                            captured_at: string;
                            quality: number;
                        } | null;
                        tracks: {
                            track_id: string;
                            camera: {
                                camera_id: string;
                                code: string;
                                name: string;
                            };
                            object_class: string;
                            /** Format: date-time */
                            started_at: string;
                            /** Format: date-time */
                            ended_at: string;
                            observation_count: number;
                        }[];
                        presences: {
                            presence_id: string;
                            zone_id: string;
                            zone_code: string;
                            zone_name: string;
                            track_id: string;
                            /** Format: date-time */
                            entered_at: string;
                            left_at: string | null;
                            dwell_ms: number;
                        }[];
                        cameras: {
                            camera_id: string;
                            code: string;
                            name: string;
                            /** Format: date-time */
                            first_seen_at: string;
                            /** Format: date-time */
                            last_seen_at: string;
                        }[];
                        pictures: {
                            picture_id: string;
                            url: string;
                            track_id: string;
                            camera: {
                                camera_id: string;
                                code: string;
                                name: string;
                            } | null;
                            /** Format: date-time */
                            captured_at: string;
                            quality: number;
                        }[];
                    };
                };
            };
            /** @description Validation error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: {
                            type: string;
                            loc: (string | number)[];
                            msg: string;
                            input?: unknown;
                            ctx?: {
                                [key: string]: unknown;
                            };
                        }[];
                    };
                };
            };
            /** @description Refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                    };
                };
            };
        };
    };
    updateSubject: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                subject_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    display_name: string | null;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        subject_id: string;
                        global_id: string;
                        object_class: string;
                        display_name: string | null;
                        /** Format: date-time */
                        first_seen_at: string;
                        /** Format: date-time */
                        last_seen_at: string;
                        is_present: boolean;
                        track_count: number;
                        camera_count: number;
                        last_place: {
                            /** Format: date-time */
                            at: string;
                            camera: {
                                camera_id: string;
                                code: string;
                                name: string;
                            };
                            floor_id: string | null;
                            position_m: [
                                number,
                                number
                            ] | null;
                            zone_ids: string[];
                        } | null;
                        picture: {
                            picture_id: string;
                            url: string;
                            track_id: string;
                            camera: {
                                camera_id: string;
                                code: string;
                                name: string;
                            } | null;
                            /** Format: date-time */
                            captured_at: string;
                            quality: number;
                        } | null;
                        tracks: {
                            track_id: string;
                            camera: {
                                camera_id: string;
                                code: string;
                                name: string;
                            };
                            object_class: string;
                            /** Format: date-time */
                            started_at: string;
                            /** Format: date-time */
                            ended_at: string;
                            observation_count: number;
                        }[];
                        presences: {
                            presence_id: string;
                            zone_id: string;
                            zone_code: string;
                            zone_name: string;
                            track_id: string;
                            /** Format: date-time */
                            entered_at: string;
                            left_at: string | null;
                            dwell_ms: number;
                        }[];
                        cameras: {
                            camera_id: string;
                            code: string;
                            name: string;
                            /** Format: date-time */
                            first_seen_at: string;
                            /** Format: date-time */
                            last_seen_at: string;
                        }[];
                        pictures: {
                            picture_id: string;
                            url: string;
                            track_id: string;
                            camera: {
                                camera_id: string;
                                code: string;
                                name: string;
                            } | null;
                            /** Format: date-time */
                            captured_at: string;
                            quality: number;
                        }[];
                    };
                };
            };
            /** @description Validation error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: {
                            type: string;
                            loc: (string | number)[];
                            msg: string;
                            input?: unknown;
                            ctx?: {
                                [key: string]: unknown;
                            };
                        }[];
                    };
                };
            };
            /** @description Refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                    };
                };
            };
        };
    };
    getSubjectEvidence: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                subject_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        subject_id: string;
                        global_id: string;
                        display_name: string | null;
                        links: {
                            link_id: string;
                            track_id: string;
                            camera: {
                                camera_id: string;
                                code: string;
                                name: string;
                            } | null;
                            started_at: string | null;
                            ended_at: string | null;
                            /** @enum {string} */
                            kind: "new" | "geometry" | "appearance" | "travel" | "manual" | "ingest";
                            score: number;
                            is_final: boolean;
                            /** Format: date-time */
                            decided_at: string;
                            decided_by: string | null;
                            confirmed_at: string | null;
                            confirmed_by: string | null;
                            revoked_at: string | null;
                            previous_subject_id: string | null;
                            evidence: {
                                geometry: {
                                    other_track_id: string;
                                    other_camera: {
                                        camera_id: string;
                                        code: string;
                                        name: string;
                                    } | null;
                                    distance_m: number;
                                    mahalanobis2: number;
                                    shared_ms: number;
                                } | null;
                                appearance: {
                                    similarity: number;
                                    exemplar_count: number;
                                    own_picture: {
                                        picture_id: string;
                                        url: string;
                                        track_id: string;
                                        camera: {
                                            camera_id: string;
                                            code: string;
                                            name: string;
                                        } | null;
                                        /** Format: date-time */
                                        captured_at: string;
                                        quality: number;
                                    } | null;
                                    other_picture: {
                                        picture_id: string;
                                        url: string;
                                        track_id: string;
                                        camera: {
                                            camera_id: string;
                                            code: string;
                                            name: string;
                                        } | null;
                                        /** Format: date-time */
                                        captured_at: string;
                                        quality: number;
                                    } | null;
                                } | null;
                                travel: {
                                    from_camera: {
                                        camera_id: string;
                                        code: string;
                                        name: string;
                                    } | null;
                                    to_camera: {
                                        camera_id: string;
                                        code: string;
                                        name: string;
                                    } | null;
                                    elapsed_ms: number;
                                    expected_ms: number | null;
                                    likelihood: number;
                                } | null;
                            };
                            picture: {
                                picture_id: string;
                                url: string;
                                track_id: string;
                                camera: {
                                    camera_id: string;
                                    code: string;
                                    name: string;
                                } | null;
                                /** Format: date-time */
                                captured_at: string;
                                quality: number;
                            } | null;
                            runners_up: {
                                subject_id: string;
                                global_id: string | null;
                                display_name: string | null;
                                score: number;
                                similarity: number | null;
                                picture: {
                                    picture_id: string;
                                    url: string;
                                    track_id: string;
                                    camera: {
                                        camera_id: string;
                                        code: string;
                                        name: string;
                                    } | null;
                                    /** Format: date-time */
                                    captured_at: string;
                                    quality: number;
                                } | null;
                            }[];
                        }[];
                    };
                };
            };
            /** @description Validation error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: {
                            type: string;
                            loc: (string | number)[];
                            msg: string;
                            input?: unknown;
                            ctx?: {
                                [key: string]: unknown;
                            };
                        }[];
                    };
                };
            };
            /** @description Refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                    };
                };
            };
        };
    };
    getSubjectPicture: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                picture_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/jpeg": unknown;
                };
            };
            /** @description Validation error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: {
                            type: string;
                            loc: (string | number)[];
                            msg: string;
                            input?: unknown;
                            ctx?: {
                                [key: string]: unknown;
                            };
                        }[];
                    };
                };
            };
            /** @description Refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                    };
                };
            };
        };
    };
    confirmSubjectLink: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                subject_id: string;
                link_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        subject_id: string;
                        global_id: string;
                        object_class: string;
                        display_name: string | null;
                        /** Format: date-time */
                        first_seen_at: string;
                        /** Format: date-time */
                        last_seen_at: string;
                        is_present: boolean;
                        track_count: number;
                        camera_count: number;
                        last_place: {
                            /** Format: date-time */
                            at: string;
                            camera: {
                                camera_id: string;
                                code: string;
                                name: string;
                            };
                            floor_id: string | null;
                            position_m: [
                                number,
                                number
                            ] | null;
                            zone_ids: string[];
                        } | null;
                        picture: {
                            picture_id: string;
                            url: string;
                            track_id: string;
                            camera: {
                                camera_id: string;
                                code: string;
                                name: string;
                            } | null;
                            /** Format: date-time */
                            captured_at: string;
                            quality: number;
                        } | null;
                        tracks: {
                            track_id: string;
                            camera: {
                                camera_id: string;
                                code: string;
                                name: string;
                            };
                            object_class: string;
                            /** Format: date-time */
                            started_at: string;
                            /** Format: date-time */
                            ended_at: string;
                            observation_count: number;
                        }[];
                        presences: {
                            presence_id: string;
                            zone_id: string;
                            zone_code: string;
                            zone_name: string;
                            track_id: string;
                            /** Format: date-time */
                            entered_at: string;
                            left_at: string | null;
                            dwell_ms: number;
                        }[];
                        cameras: {
                            camera_id: string;
                            code: string;
                            name: string;
                            /** Format: date-time */
                            first_seen_at: string;
                            /** Format: date-time */
                            last_seen_at: string;
                        }[];
                        pictures: {
                            picture_id: string;
                            url: string;
                            track_id: string;
                            camera: {
                                camera_id: string;
                                code: string;
                                name: string;
                            } | null;
                            /** Format: date-time */
                            captured_at: string;
                            quality: number;
                        }[];
                    };
                };
            };
            /** @description Validation error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: {
                            type: string;
                            loc: (string | number)[];
                            msg: string;
                            input?: unknown;
                            ctx?: {
                                [key: string]: unknown;
                            };
                        }[];
                    };
                };
            };
            /** @description Refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                    };
                };
            };
        };
    };
    splitSubject: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                subject_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    track_ids: string[];
                };
            };
        };
        responses: {
            /** @description Success */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        subject_id: string;
                        global_id: string;
                        object_class: string;
                        display_name: string | null;
                        /** Format: date-time */
                        first_seen_at: string;
                        /** Format: date-time */
                        last_seen_at: string;
                        is_present: boolean;
                        track_count: number;
                        camera_count: number;
                        last_place: {
                            /** Format: date-time */
                            at: string;
                            camera: {
                                camera_id: string;
                                code: string;
                                name: string;
                            };
                            floor_id: string | null;
                            position_m: [
                                number,
                                number
                            ] | null;
                            zone_ids: string[];
                        } | null;
                        picture: {
                            picture_id: string;
                            url: string;
                            track_id: string;
                            camera: {
                                camera_id: string;
                                code: string;
                                name: string;
                            } | null;
                            /** Format: date-time */
                            captured_at: string;
                            quality: number;
                        } | null;
                        tracks: {
                            track_id: string;
                            camera: {
                                camera_id: string;
                                code: string;
                                name: string;
                            };
                            object_class: string;
                            /** Format: date-time */
                            started_at: string;
                            /** Format: date-time */
                            ended_at: string;
                            observation_count: number;
                        }[];
                        presences: {
                            presence_id: string;
                            zone_id: string;
                            zone_code: string;
                            zone_name: string;
                            track_id: string;
                            /** Format: date-time */
                            entered_at: string;
                            left_at: string | null;
                            dwell_ms: number;
                        }[];
                        cameras: {
                            camera_id: string;
                            code: string;
                            name: string;
                            /** Format: date-time */
                            first_seen_at: string;
                            /** Format: date-time */
                            last_seen_at: string;
                        }[];
                        pictures: {
                            picture_id: string;
                            url: string;
                            track_id: string;
                            camera: {
                                camera_id: string;
                                code: string;
                                name: string;
                            } | null;
                            /** Format: date-time */
                            captured_at: string;
                            quality: number;
                        }[];
                    };
                };
            };
            /** @description Validation error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: {
                            type: string;
                            loc: (string | number)[];
                            msg: string;
                            input?: unknown;
                            ctx?: {
                                [key: string]: unknown;
                            };
                        }[];
                    };
                };
            };
            /** @description Refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                    };
                };
            };
        };
    };
    mergeSubject: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                subject_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: uuid */
                    into_subject_id: string;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        subject_id: string;
                        global_id: string;
                        object_class: string;
                        display_name: string | null;
                        /** Format: date-time */
                        first_seen_at: string;
                        /** Format: date-time */
                        last_seen_at: string;
                        is_present: boolean;
                        track_count: number;
                        camera_count: number;
                        last_place: {
                            /** Format: date-time */
                            at: string;
                            camera: {
                                camera_id: string;
                                code: string;
                                name: string;
                            };
                            floor_id: string | null;
                            position_m: [
                                number,
                                number
                            ] | null;
                            zone_ids: string[];
                        } | null;
                        picture: {
                            picture_id: string;
                            url: string;
                            track_id: string;
                            camera: {
                                camera_id: string;
                                code: string;
                                name: string;
                            } | null;
                            /** Format: date-time */
                            captured_at: string;
                            quality: number;
                        } | null;
                        tracks: {
                            track_id: string;
                            camera: {
                                camera_id: string;
                                code: string;
                                name: string;
                            };
                            object_class: string;
                            /** Format: date-time */
                            started_at: string;
                            /** Format: date-time */
                            ended_at: string;
                            observation_count: number;
                        }[];
                        presences: {
                            presence_id: string;
                            zone_id: string;
                            zone_code: string;
                            zone_name: string;
                            track_id: string;
                            /** Format: date-time */
                            entered_at: string;
                            left_at: string | null;
                            dwell_ms: number;
                        }[];
                        cameras: {
                            camera_id: string;
                            code: string;
                            name: string;
                            /** Format: date-time */
                            first_seen_at: string;
                            /** Format: date-time */
                            last_seen_at: string;
                        }[];
                        pictures: {
                            picture_id: string;
                            url: string;
                            track_id: string;
                            camera: {
                                camera_id: string;
                                code: string;
                                name: string;
                            } | null;
                            /** Format: date-time */
                            captured_at: string;
                            quality: number;
                        }[];
                    };
                };
            };
            /** @description Validation error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: {
                            type: string;
                            loc: (string | number)[];
                            msg: string;
                            input?: unknown;
                            ctx?: {
                                [key: string]: unknown;
                            };
                        }[];
                    };
                };
            };
            /** @description Refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                    };
                };
            };
        };
    };
    ingestLiveTracks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    camera_id: string;
                    ts?: string | number | null;
                    detections: {
                        source_track_id: string | number;
                        bbox_xyxy: number[];
                        conf?: number;
                        class_id?: number | null;
                        animal_id?: string | null;
                        global_track_id?: string | null;
                    }[];
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        ok: true;
                        camera_id: string;
                        created_tracks: number;
                        created_observations: number;
                        created_associations: number;
                    };
                };
            };
            /** @description Validation error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: {
                            type: string;
                            loc: (string | number)[];
                            msg: string;
                            input?: unknown;
                            ctx?: {
                                [key: string]: unknown;
                            };
                        }[];
                    };
                };
            };
            /** @description Refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                    };
                };
            };
        };
    };
    listLatestTracks: {
        parameters: {
            query?: {
                camera_id?: string;
                animal_id?: string;
                since_ts?: string | number;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        count: number;
                        next_since_ts: string | null;
                        tracks: {
                            ts: string;
                            track_id: string;
                            camera_id: string;
                            zone_id: string;
                            animal_id: string | null;
                            bbox_xyxy: [
                                number,
                                number,
                                number,
                                number
                            ];
                            quality_score: number | null;
                            class: string;
                            plan_xy_m: [
                                number,
                                number
                            ] | null;
                        }[];
                    };
                };
            };
            /** @description Validation error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: {
                            type: string;
                            loc: (string | number)[];
                            msg: string;
                            input?: unknown;
                            ctx?: {
                                [key: string]: unknown;
                            };
                        }[];
                    };
                };
            };
            /** @description Refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                    };
                };
            };
        };
    };
    getLiveState: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        cursor: string;
                        tracks: {
                            camera_id: string;
                            camera_code: string;
                            site_code: string | null;
                            floor_id: string | null;
                            capture_time_ms: number;
                            size_px: [
                                number,
                                number
                            ] | null;
                            boxes: {
                                track_id: string;
                                subject_id: string | null;
                                global_id: string | null;
                                object_class: string;
                                score: number;
                                box_px: [
                                    number,
                                    number,
                                    number,
                                    number
                                ];
                                position_m: [
                                    number,
                                    number
                                ] | null;
                                subject_position_m: [
                                    number,
                                    number
                                ] | null;
                                zone_ids: string[];
                            }[];
                            ended_track_ids: string[];
                        }[];
                        camera_health: {
                            camera_id: string;
                            camera_code: string;
                            /** @enum {string} */
                            status: "unknown" | "healthy" | "degraded" | "down";
                            message: string | null;
                            fps: number | null;
                            latency_ms: number | null;
                            last_frame_at: string | null;
                            reconnect_count: number;
                            at: string;
                        }[];
                    };
                };
            };
            /** @description Refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                    };
                };
            };
        };
    };
    upscalePhoto: {
        parameters: {
            query?: {
                lat?: number;
                lng?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": {
                    /** Format: binary */
                    file: string;
                    lat?: number;
                    lng?: number;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        message: string;
                        id: string;
                    };
                };
            };
            /** @description Validation error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: {
                            type: string;
                            loc: (string | number)[];
                            msg: string;
                            input?: unknown;
                            ctx?: {
                                [key: string]: unknown;
                            };
                        }[];
                    };
                };
            };
            /** @description Refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                    };
                };
            };
        };
    };
    selectBestCut: {
        parameters: {
            query?: {
                lat?: number;
                lng?: number;
                mode?: "contract" | "smart";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": {
                    files: string[];
                    lat?: number;
                    lng?: number;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        message: string;
                        id: string;
                        score: number;
                    };
                };
            };
            /** @description Validation error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: {
                            type: string;
                            loc: (string | number)[];
                            msg: string;
                            input?: unknown;
                            ctx?: {
                                [key: string]: unknown;
                            };
                        }[];
                    };
                };
            };
            /** @description Refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                    };
                };
            };
        };
    };
    listPhotos: {
        parameters: {
            query?: {
                skip?: number;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        original_path: string;
                        upscaled_path: string | null;
                        /** @enum {string} */
                        status: "queued" | "processing" | "completed" | "failed";
                        error_message: string | null;
                        /** Format: date-time */
                        created_at: string;
                        latitude: number;
                        longitude: number;
                    }[];
                };
            };
            /** @description Validation error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: {
                            type: string;
                            loc: (string | number)[];
                            msg: string;
                            input?: unknown;
                            ctx?: {
                                [key: string]: unknown;
                            };
                        }[];
                    };
                };
            };
            /** @description Refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                    };
                };
            };
        };
    };
    getPhotoBytes: {
        parameters: {
            query?: {
                type?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/jpeg": unknown;
                };
            };
            /** @description Validation error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: {
                            type: string;
                            loc: (string | number)[];
                            msg: string;
                            input?: unknown;
                            ctx?: {
                                [key: string]: unknown;
                            };
                        }[];
                    };
                };
            };
            /** @description Refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                    };
                };
            };
        };
    };
    deletePhoto: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        message: string;
                    };
                };
            };
            /** @description Validation error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: {
                            type: string;
                            loc: (string | number)[];
                            msg: string;
                            input?: unknown;
                            ctx?: {
                                [key: string]: unknown;
                            };
                        }[];
                    };
                };
            };
            /** @description Refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                    };
                };
            };
        };
    };
    listStoredPhotos: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
                scope?: "all" | "own" | "site";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        photos: {
                            photo_id: string;
                            /** @enum {string} */
                            status: "queued" | "processing" | "completed" | "failed" | "cancelled";
                            error: string | null;
                            /** Format: date-time */
                            created_at: string;
                            started_at: string | null;
                            finished_at: string | null;
                            uploader_id: string | null;
                            is_own: boolean;
                            may_change: boolean;
                            file_name: string | null;
                            format: string | null;
                            size_px: [
                                number,
                                number
                            ] | null;
                            result_size_px: [
                                number,
                                number
                            ] | null;
                            place: {
                                latitude: number;
                                longitude: number;
                                /** @enum {string} */
                                source: "sent" | "exif";
                            } | null;
                            /** @enum {string} */
                            model: "general" | "best";
                            faithful: boolean;
                            long_side_max_px: number;
                            method: string | null;
                            is_generated: boolean;
                            progress: {
                                tiles_done: number;
                                tiles_total: number;
                            };
                            sharpness: number | null;
                            subject_id: string | null;
                            origin: {
                                /** @constant */
                                kind: "upload";
                            } | {
                                /** @constant */
                                kind: "burst";
                                frames: number;
                                /** @enum {string} */
                                chosen_by: "contract" | "smart";
                            } | {
                                /** @constant */
                                kind: "camera";
                                camera_id: string;
                                camera_code: string;
                                /** Format: date-time */
                                captured_at: string;
                                box_px: [
                                    number,
                                    number,
                                    number,
                                    number
                                ] | null;
                            } | {
                                /** @constant */
                                kind: "subject";
                                subject_id: string | null;
                                global_id: string | null;
                                picture_id: string;
                                track_id: string;
                                camera_id: string;
                                /** Format: date-time */
                                captured_at: string;
                                best_of_day: string | null;
                            };
                            burst_count: number;
                            original_url: string;
                            result_url: string | null;
                            thumbnail_url: string | null;
                            invented_url: string | null;
                        }[];
                        next_cursor: string | null;
                    };
                };
            };
            /** @description Validation error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: {
                            type: string;
                            loc: (string | number)[];
                            msg: string;
                            input?: unknown;
                            ctx?: {
                                [key: string]: unknown;
                            };
                        }[];
                    };
                };
            };
            /** @description Refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                    };
                };
            };
        };
    };
    getStoredPhoto: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                photo_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        photo_id: string;
                        /** @enum {string} */
                        status: "queued" | "processing" | "completed" | "failed" | "cancelled";
                        error: string | null;
                        /** Format: date-time */
                        created_at: string;
                        started_at: string | null;
                        finished_at: string | null;
                        uploader_id: string | null;
                        is_own: boolean;
                        may_change: boolean;
                        file_name: string | null;
                        format: string | null;
                        size_px: [
                            number,
                            number
                        ] | null;
                        result_size_px: [
                            number,
                            number
                        ] | null;
                        place: {
                            latitude: number;
                            longitude: number;
                            /** @enum {string} */
                            source: "sent" | "exif";
                        } | null;
                        /** @enum {string} */
                        model: "general" | "best";
                        faithful: boolean;
                        long_side_max_px: number;
                        method: string | null;
                        is_generated: boolean;
                        progress: {
                            tiles_done: number;
                            tiles_total: number;
                        };
                        sharpness: number | null;
                        subject_id: string | null;
                        origin: {
                            /** @constant */
                            kind: "upload";
                        } | {
                            /** @constant */
                            kind: "burst";
                            frames: number;
                            /** @enum {string} */
                            chosen_by: "contract" | "smart";
                        } | {
                            /** @constant */
                            kind: "camera";
                            camera_id: string;
                            camera_code: string;
                            /** Format: date-time */
                            captured_at: string;
                            box_px: [
                                number,
                                number,
                                number,
                                number
                            ] | null;
                        } | {
                            /** @constant */
                            kind: "subject";
                            subject_id: string | null;
                            global_id: string | null;
                            picture_id: string;
                            track_id: string;
                            camera_id: string;
                            /** Format: date-time */
                            captured_at: string;
                            best_of_day: string | null;
                        };
                        burst_count: number;
                        original_url: string;
                        result_url: string | null;
                        thumbnail_url: string | null;
                        invented_url: string | null;
                        judgement: {
                            sharpness: number;
                            exposure: number;
                            mean_luma: number;
                            dark_share: number;
                            bright_share: number;
                            blur_strength: number;
                            blur_direction_deg: number | null;
                            subject: {
                                object_class: string;
                                confidence: number;
                                area_share: number;
                                off_centre: number;
                                is_cut_off: boolean;
                                score: number;
                                count: number;
                            } | null;
                            subject_note: string | null;
                        } | null;
                        burst: {
                            index: number;
                            file_name: string;
                            is_chosen: boolean;
                            sharpness: number;
                            smart_score: number | null;
                            duplicate_of: number | null;
                            judgement: {
                                sharpness: number;
                                exposure: number;
                                mean_luma: number;
                                dark_share: number;
                                bright_share: number;
                                blur_strength: number;
                                blur_direction_deg: number | null;
                                subject: {
                                    object_class: string;
                                    confidence: number;
                                    area_share: number;
                                    off_centre: number;
                                    is_cut_off: boolean;
                                    score: number;
                                    count: number;
                                } | null;
                                subject_note: string | null;
                            } | null;
                            error: string | null;
                            thumbnail_url: string | null;
                        }[];
                        measures: {
                            sharpness: string;
                            exposure: string;
                            blur: string;
                            subject: string;
                            duplicate: string;
                            smart: string;
                        };
                    };
                };
            };
            /** @description Validation error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: {
                            type: string;
                            loc: (string | number)[];
                            msg: string;
                            input?: unknown;
                            ctx?: {
                                [key: string]: unknown;
                            };
                        }[];
                    };
                };
            };
            /** @description Refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                    };
                };
            };
        };
    };
    deleteStoredPhoto: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                photo_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: {
                            type: string;
                            loc: (string | number)[];
                            msg: string;
                            input?: unknown;
                            ctx?: {
                                [key: string]: unknown;
                            };
                        }[];
                    };
                };
            };
            /** @description Refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                    };
                };
            };
        };
    };
    getStoredPhotoPicture: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                photo_id: string;
                picture: "original" | "result" | "thumbnail" | "invented";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/jpeg": unknown;
                };
            };
            /** @description Validation error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: {
                            type: string;
                            loc: (string | number)[];
                            msg: string;
                            input?: unknown;
                            ctx?: {
                                [key: string]: unknown;
                            };
                        }[];
                    };
                };
            };
            /** @description Refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                    };
                };
            };
        };
    };
    getPhotoBurstPicture: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                photo_id: string;
                index: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/jpeg": unknown;
                };
            };
            /** @description Validation error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: {
                            type: string;
                            loc: (string | number)[];
                            msg: string;
                            input?: unknown;
                            ctx?: {
                                [key: string]: unknown;
                            };
                        }[];
                    };
                };
            };
            /** @description Refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                    };
                };
            };
        };
    };
    takeCameraPhoto: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @default general
                     * @enum {string}
                     */
                    model?: "general" | "best";
                    /** @default false */
                    faithful?: boolean;
                    /** @default 1080 */
                    long_side_max_px?: number;
                    camera: string;
                    box_px?: [
                        number,
                        number,
                        number,
                        number
                    ] | null;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        photo_id: string;
                        /** @enum {string} */
                        status: "queued" | "processing" | "completed" | "failed" | "cancelled";
                        error: string | null;
                        /** Format: date-time */
                        created_at: string;
                        started_at: string | null;
                        finished_at: string | null;
                        uploader_id: string | null;
                        is_own: boolean;
                        may_change: boolean;
                        file_name: string | null;
                        format: string | null;
                        size_px: [
                            number,
                            number
                        ] | null;
                        result_size_px: [
                            number,
                            number
                        ] | null;
                        place: {
                            latitude: number;
                            longitude: number;
                            /** @enum {string} */
                            source: "sent" | "exif";
                        } | null;
                        /** @enum {string} */
                        model: "general" | "best";
                        faithful: boolean;
                        long_side_max_px: number;
                        method: string | null;
                        is_generated: boolean;
                        progress: {
                            tiles_done: number;
                            tiles_total: number;
                        };
                        sharpness: number | null;
                        subject_id: string | null;
                        origin: {
                            /** @constant */
                            kind: "upload";
                        } | {
                            /** @constant */
                            kind: "burst";
                            frames: number;
                            /** @enum {string} */
                            chosen_by: "contract" | "smart";
                        } | {
                            /** @constant */
                            kind: "camera";
                            camera_id: string;
                            camera_code: string;
                            /** Format: date-time */
                            captured_at: string;
                            box_px: [
                                number,
                                number,
                                number,
                                number
                            ] | null;
                        } | {
                            /** @constant */
                            kind: "subject";
                            subject_id: string | null;
                            global_id: string | null;
                            picture_id: string;
                            track_id: string;
                            camera_id: string;
                            /** Format: date-time */
                            captured_at: string;
                            best_of_day: string | null;
                        };
                        burst_count: number;
                        original_url: string;
                        result_url: string | null;
                        thumbnail_url: string | null;
                        invented_url: string | null;
                        judgement: {
                            sharpness: number;
                            exposure: number;
                            mean_luma: number;
                            dark_share: number;
                            bright_share: number;
                            blur_strength: number;
                            blur_direction_deg: number | null;
                            subject: {
                                object_class: string;
                                confidence: number;
                                area_share: number;
                                off_centre: number;
                                is_cut_off: boolean;
                                score: number;
                                count: number;
                            } | null;
                            subject_note: string | null;
                        } | null;
                        burst: {
                            index: number;
                            file_name: string;
                            is_chosen: boolean;
                            sharpness: number;
                            smart_score: number | null;
                            duplicate_of: number | null;
                            judgement: {
                                sharpness: number;
                                exposure: number;
                                mean_luma: number;
                                dark_share: number;
                                bright_share: number;
                                blur_strength: number;
                                blur_direction_deg: number | null;
                                subject: {
                                    object_class: string;
                                    confidence: number;
                                    area_share: number;
                                    off_centre: number;
                                    is_cut_off: boolean;
                                    score: number;
                                    count: number;
                                } | null;
                                subject_note: string | null;
                            } | null;
                            error: string | null;
                            thumbnail_url: string | null;
                        }[];
                        measures: {
                            sharpness: string;
                            exposure: string;
                            blur: string;
                            subject: string;
                            duplicate: string;
                            smart: string;
                        };
                    };
                };
            };
            /** @description Validation error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: {
                            type: string;
                            loc: (string | number)[];
                            msg: string;
                            input?: unknown;
                            ctx?: {
                                [key: string]: unknown;
                            };
                        }[];
                    };
                };
            };
            /** @description Refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                    };
                };
            };
        };
    };
    takeSubjectPhoto: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @default general
                     * @enum {string}
                     */
                    model?: "general" | "best";
                    /** @default false */
                    faithful?: boolean;
                    /** @default 1080 */
                    long_side_max_px?: number;
                    /** Format: uuid */
                    picture_id: string;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        photo_id: string;
                        /** @enum {string} */
                        status: "queued" | "processing" | "completed" | "failed" | "cancelled";
                        error: string | null;
                        /** Format: date-time */
                        created_at: string;
                        started_at: string | null;
                        finished_at: string | null;
                        uploader_id: string | null;
                        is_own: boolean;
                        may_change: boolean;
                        file_name: string | null;
                        format: string | null;
                        size_px: [
                            number,
                            number
                        ] | null;
                        result_size_px: [
                            number,
                            number
                        ] | null;
                        place: {
                            latitude: number;
                            longitude: number;
                            /** @enum {string} */
                            source: "sent" | "exif";
                        } | null;
                        /** @enum {string} */
                        model: "general" | "best";
                        faithful: boolean;
                        long_side_max_px: number;
                        method: string | null;
                        is_generated: boolean;
                        progress: {
                            tiles_done: number;
                            tiles_total: number;
                        };
                        sharpness: number | null;
                        subject_id: string | null;
                        origin: {
                            /** @constant */
                            kind: "upload";
                        } | {
                            /** @constant */
                            kind: "burst";
                            frames: number;
                            /** @enum {string} */
                            chosen_by: "contract" | "smart";
                        } | {
                            /** @constant */
                            kind: "camera";
                            camera_id: string;
                            camera_code: string;
                            /** Format: date-time */
                            captured_at: string;
                            box_px: [
                                number,
                                number,
                                number,
                                number
                            ] | null;
                        } | {
                            /** @constant */
                            kind: "subject";
                            subject_id: string | null;
                            global_id: string | null;
                            picture_id: string;
                            track_id: string;
                            camera_id: string;
                            /** Format: date-time */
                            captured_at: string;
                            best_of_day: string | null;
                        };
                        burst_count: number;
                        original_url: string;
                        result_url: string | null;
                        thumbnail_url: string | null;
                        invented_url: string | null;
                        judgement: {
                            sharpness: number;
                            exposure: number;
                            mean_luma: number;
                            dark_share: number;
                            bright_share: number;
                            blur_strength: number;
                            blur_direction_deg: number | null;
                            subject: {
                                object_class: string;
                                confidence: number;
                                area_share: number;
                                off_centre: number;
                                is_cut_off: boolean;
                                score: number;
                                count: number;
                            } | null;
                            subject_note: string | null;
                        } | null;
                        burst: {
                            index: number;
                            file_name: string;
                            is_chosen: boolean;
                            sharpness: number;
                            smart_score: number | null;
                            duplicate_of: number | null;
                            judgement: {
                                sharpness: number;
                                exposure: number;
                                mean_luma: number;
                                dark_share: number;
                                bright_share: number;
                                blur_strength: number;
                                blur_direction_deg: number | null;
                                subject: {
                                    object_class: string;
                                    confidence: number;
                                    area_share: number;
                                    off_centre: number;
                                    is_cut_off: boolean;
                                    score: number;
                                    count: number;
                                } | null;
                                subject_note: string | null;
                            } | null;
                            error: string | null;
                            thumbnail_url: string | null;
                        }[];
                        measures: {
                            sharpness: string;
                            exposure: string;
                            blur: string;
                            subject: string;
                            duplicate: string;
                            smart: string;
                        };
                    };
                };
            };
            /** @description Validation error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: {
                            type: string;
                            loc: (string | number)[];
                            msg: string;
                            input?: unknown;
                            ctx?: {
                                [key: string]: unknown;
                            };
                        }[];
                    };
                };
            };
            /** @description Refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                    };
                };
            };
        };
    };
    cancelStoredPhoto: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                photo_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        photo_id: string;
                        /** @enum {string} */
                        status: "queued" | "processing" | "completed" | "failed" | "cancelled";
                        error: string | null;
                        /** Format: date-time */
                        created_at: string;
                        started_at: string | null;
                        finished_at: string | null;
                        uploader_id: string | null;
                        is_own: boolean;
                        may_change: boolean;
                        file_name: string | null;
                        format: string | null;
                        size_px: [
                            number,
                            number
                        ] | null;
                        result_size_px: [
                            number,
                            number
                        ] | null;
                        place: {
                            latitude: number;
                            longitude: number;
                            /** @enum {string} */
                            source: "sent" | "exif";
                        } | null;
                        /** @enum {string} */
                        model: "general" | "best";
                        faithful: boolean;
                        long_side_max_px: number;
                        method: string | null;
                        is_generated: boolean;
                        progress: {
                            tiles_done: number;
                            tiles_total: number;
                        };
                        sharpness: number | null;
                        subject_id: string | null;
                        origin: {
                            /** @constant */
                            kind: "upload";
                        } | {
                            /** @constant */
                            kind: "burst";
                            frames: number;
                            /** @enum {string} */
                            chosen_by: "contract" | "smart";
                        } | {
                            /** @constant */
                            kind: "camera";
                            camera_id: string;
                            camera_code: string;
                            /** Format: date-time */
                            captured_at: string;
                            box_px: [
                                number,
                                number,
                                number,
                                number
                            ] | null;
                        } | {
                            /** @constant */
                            kind: "subject";
                            subject_id: string | null;
                            global_id: string | null;
                            picture_id: string;
                            track_id: string;
                            camera_id: string;
                            /** Format: date-time */
                            captured_at: string;
                            best_of_day: string | null;
                        };
                        burst_count: number;
                        original_url: string;
                        result_url: string | null;
                        thumbnail_url: string | null;
                        invented_url: string | null;
                        judgement: {
                            sharpness: number;
                            exposure: number;
                            mean_luma: number;
                            dark_share: number;
                            bright_share: number;
                            blur_strength: number;
                            blur_direction_deg: number | null;
                            subject: {
                                object_class: string;
                                confidence: number;
                                area_share: number;
                                off_centre: number;
                                is_cut_off: boolean;
                                score: number;
                                count: number;
                            } | null;
                            subject_note: string | null;
                        } | null;
                        burst: {
                            index: number;
                            file_name: string;
                            is_chosen: boolean;
                            sharpness: number;
                            smart_score: number | null;
                            duplicate_of: number | null;
                            judgement: {
                                sharpness: number;
                                exposure: number;
                                mean_luma: number;
                                dark_share: number;
                                bright_share: number;
                                blur_strength: number;
                                blur_direction_deg: number | null;
                                subject: {
                                    object_class: string;
                                    confidence: number;
                                    area_share: number;
                                    off_centre: number;
                                    is_cut_off: boolean;
                                    score: number;
                                    count: number;
                                } | null;
                                subject_note: string | null;
                            } | null;
                            error: string | null;
                            thumbnail_url: string | null;
                        }[];
                        measures: {
                            sharpness: string;
                            exposure: string;
                            blur: string;
                            subject: string;
                            duplicate: string;
                            smart: string;
                        };
                    };
                };
            };
            /** @description Validation error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: {
                            type: string;
                            loc: (string | number)[];
                            msg: string;
                            input?: unknown;
                            ctx?: {
                                [key: string]: unknown;
                            };
                        }[];
                    };
                };
            };
            /** @description Refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                    };
                };
            };
        };
    };
    enlargeStoredPhoto: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                photo_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @default general
                     * @enum {string}
                     */
                    model?: "general" | "best";
                    /** @default false */
                    faithful?: boolean;
                    /** @default 1080 */
                    long_side_max_px?: number;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        photo_id: string;
                        /** @enum {string} */
                        status: "queued" | "processing" | "completed" | "failed" | "cancelled";
                        error: string | null;
                        /** Format: date-time */
                        created_at: string;
                        started_at: string | null;
                        finished_at: string | null;
                        uploader_id: string | null;
                        is_own: boolean;
                        may_change: boolean;
                        file_name: string | null;
                        format: string | null;
                        size_px: [
                            number,
                            number
                        ] | null;
                        result_size_px: [
                            number,
                            number
                        ] | null;
                        place: {
                            latitude: number;
                            longitude: number;
                            /** @enum {string} */
                            source: "sent" | "exif";
                        } | null;
                        /** @enum {string} */
                        model: "general" | "best";
                        faithful: boolean;
                        long_side_max_px: number;
                        method: string | null;
                        is_generated: boolean;
                        progress: {
                            tiles_done: number;
                            tiles_total: number;
                        };
                        sharpness: number | null;
                        subject_id: string | null;
                        origin: {
                            /** @constant */
                            kind: "upload";
                        } | {
                            /** @constant */
                            kind: "burst";
                            frames: number;
                            /** @enum {string} */
                            chosen_by: "contract" | "smart";
                        } | {
                            /** @constant */
                            kind: "camera";
                            camera_id: string;
                            camera_code: string;
                            /** Format: date-time */
                            captured_at: string;
                            box_px: [
                                number,
                                number,
                                number,
                                number
                            ] | null;
                        } | {
                            /** @constant */
                            kind: "subject";
                            subject_id: string | null;
                            global_id: string | null;
                            picture_id: string;
                            track_id: string;
                            camera_id: string;
                            /** Format: date-time */
                            captured_at: string;
                            best_of_day: string | null;
                        };
                        burst_count: number;
                        original_url: string;
                        result_url: string | null;
                        thumbnail_url: string | null;
                        invented_url: string | null;
                        judgement: {
                            sharpness: number;
                            exposure: number;
                            mean_luma: number;
                            dark_share: number;
                            bright_share: number;
                            blur_strength: number;
                            blur_direction_deg: number | null;
                            subject: {
                                object_class: string;
                                confidence: number;
                                area_share: number;
                                off_centre: number;
                                is_cut_off: boolean;
                                score: number;
                                count: number;
                            } | null;
                            subject_note: string | null;
                        } | null;
                        burst: {
                            index: number;
                            file_name: string;
                            is_chosen: boolean;
                            sharpness: number;
                            smart_score: number | null;
                            duplicate_of: number | null;
                            judgement: {
                                sharpness: number;
                                exposure: number;
                                mean_luma: number;
                                dark_share: number;
                                bright_share: number;
                                blur_strength: number;
                                blur_direction_deg: number | null;
                                subject: {
                                    object_class: string;
                                    confidence: number;
                                    area_share: number;
                                    off_centre: number;
                                    is_cut_off: boolean;
                                    score: number;
                                    count: number;
                                } | null;
                                subject_note: string | null;
                            } | null;
                            error: string | null;
                            thumbnail_url: string | null;
                        }[];
                        measures: {
                            sharpness: string;
                            exposure: string;
                            blur: string;
                            subject: string;
                            duplicate: string;
                            smart: string;
                        };
                    };
                };
            };
            /** @description Validation error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: {
                            type: string;
                            loc: (string | number)[];
                            msg: string;
                            input?: unknown;
                            ctx?: {
                                [key: string]: unknown;
                            };
                        }[];
                    };
                };
            };
            /** @description Refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                    };
                };
            };
        };
    };
    listFleetMaps: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        maps: {
                            id: number;
                            map_id: number;
                            name: string;
                            map_name: string;
                        }[];
                    };
                };
            };
            /** @description Refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                    };
                };
            };
        };
    };
    listFleetMaps__api_maps: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        maps: {
                            id: number;
                            map_id: number;
                            name: string;
                            map_name: string;
                        }[];
                    };
                };
            };
            /** @description Refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                    };
                };
            };
        };
    };
    getFleetMap: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                map_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description Validation error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: {
                            type: string;
                            loc: (string | number)[];
                            msg: string;
                            input?: unknown;
                            ctx?: {
                                [key: string]: unknown;
                            };
                        }[];
                    };
                };
            };
            /** @description Refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                    };
                };
            };
        };
    };
    getFleetMap__api_maps_map_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                map_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description Validation error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: {
                            type: string;
                            loc: (string | number)[];
                            msg: string;
                            input?: unknown;
                            ctx?: {
                                [key: string]: unknown;
                            };
                        }[];
                    };
                };
            };
            /** @description Refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                    };
                };
            };
        };
    };
    listVehicles: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        vehicles: {
                            id: number;
                            car_name: string;
                            /** @enum {string} */
                            vehicle_type: "police" | "runner";
                            details: {
                                fuel: number;
                                collision_count: number;
                                /** @enum {string} */
                                status: "normal" | "half_destroyed" | "complete_destroyed";
                            } | null;
                        }[];
                    };
                };
            };
            /** @description Refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                    };
                };
            };
        };
    };
    listVehicles__api_vehicles: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        vehicles: {
                            id: number;
                            car_name: string;
                            /** @enum {string} */
                            vehicle_type: "police" | "runner";
                            details: {
                                fuel: number;
                                collision_count: number;
                                /** @enum {string} */
                                status: "normal" | "half_destroyed" | "complete_destroyed";
                            } | null;
                        }[];
                    };
                };
            };
            /** @description Refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                    };
                };
            };
        };
    };
    getVehicle: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: number;
                        car_name: string;
                        /** @enum {string} */
                        vehicle_type: "police" | "runner";
                        details: {
                            fuel: number;
                            collision_count: number;
                            /** @enum {string} */
                            status: "normal" | "half_destroyed" | "complete_destroyed";
                        } | null;
                    };
                };
            };
            /** @description Validation error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: {
                            type: string;
                            loc: (string | number)[];
                            msg: string;
                            input?: unknown;
                            ctx?: {
                                [key: string]: unknown;
                            };
                        }[];
                    };
                };
            };
            /** @description Refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                    };
                };
            };
        };
    };
    deleteVehicle: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: {
                            type: string;
                            loc: (string | number)[];
                            msg: string;
                            input?: unknown;
                            ctx?: {
                                [key: string]: unknown;
                            };
                        }[];
                    };
                };
            };
            /** @description Refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                    };
                };
            };
        };
    };
    renameVehicle: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    car_name: string;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: number;
                        car_name: string;
                        /** @enum {string} */
                        vehicle_type: "police" | "runner";
                        details: {
                            fuel: number;
                            collision_count: number;
                            /** @enum {string} */
                            status: "normal" | "half_destroyed" | "complete_destroyed";
                        } | null;
                    };
                };
            };
            /** @description Validation error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: {
                            type: string;
                            loc: (string | number)[];
                            msg: string;
                            input?: unknown;
                            ctx?: {
                                [key: string]: unknown;
                            };
                        }[];
                    };
                };
            };
            /** @description Refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                    };
                };
            };
        };
    };
    getVehicle__api_vehicles_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: number;
                        car_name: string;
                        /** @enum {string} */
                        vehicle_type: "police" | "runner";
                        details: {
                            fuel: number;
                            collision_count: number;
                            /** @enum {string} */
                            status: "normal" | "half_destroyed" | "complete_destroyed";
                        } | null;
                    };
                };
            };
            /** @description Validation error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: {
                            type: string;
                            loc: (string | number)[];
                            msg: string;
                            input?: unknown;
                            ctx?: {
                                [key: string]: unknown;
                            };
                        }[];
                    };
                };
            };
            /** @description Refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                    };
                };
            };
        };
    };
    deleteVehicle__api_vehicles_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: {
                            type: string;
                            loc: (string | number)[];
                            msg: string;
                            input?: unknown;
                            ctx?: {
                                [key: string]: unknown;
                            };
                        }[];
                    };
                };
            };
            /** @description Refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                    };
                };
            };
        };
    };
    renameVehicle__api_vehicles_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    car_name: string;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: number;
                        car_name: string;
                        /** @enum {string} */
                        vehicle_type: "police" | "runner";
                        details: {
                            fuel: number;
                            collision_count: number;
                            /** @enum {string} */
                            status: "normal" | "half_destroyed" | "complete_destroyed";
                        } | null;
                    };
                };
            };
            /** @description Validation error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: {
                            type: string;
                            loc: (string | number)[];
                            msg: string;
                            input?: unknown;
                            ctx?: {
                                [key: string]: unknown;
                            };
                        }[];
                    };
                };
            };
            /** @description Refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                    };
                };
            };
        };
    };
    listVehicleEvents: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        events: {
                            id: number;
                            catcher_id: number | null;
                            runner_id: number;
                            /** @enum {string} */
                            status: "run" | "catch" | "failed";
                            created_at: string;
                        }[];
                    };
                };
            };
            /** @description Refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                    };
                };
            };
        };
    };
    listVehicleEvents__api_vehicles_events: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        events: {
                            id: number;
                            catcher_id: number | null;
                            runner_id: number;
                            /** @enum {string} */
                            status: "run" | "catch" | "failed";
                            created_at: string;
                        }[];
                    };
                };
            };
            /** @description Refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                    };
                };
            };
        };
    };
    listFleetVehicles: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        vehicles: {
                            id: number;
                            wire_id: number;
                            name: string;
                            /** @enum {string} */
                            type: "police" | "runner";
                            map_id: number;
                            fuel_percent: number | null;
                            collision_count: number | null;
                            status: ("normal" | "half_destroyed" | "complete_destroyed") | null;
                            state_at: string | null;
                            position: {
                                x_m: number;
                                y_m: number;
                                /** Format: date-time */
                                at: string;
                            } | null;
                            require_envelope: boolean;
                            /** Format: date-time */
                            registered_at: string;
                        }[];
                    };
                };
            };
            /** @description Refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                    };
                };
            };
        };
    };
    updateFleetVehicle: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name?: string;
                    map_id?: number | null;
                    require_envelope?: boolean;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: number;
                        wire_id: number;
                        name: string;
                        /** @enum {string} */
                        type: "police" | "runner";
                        map_id: number;
                        fuel_percent: number | null;
                        collision_count: number | null;
                        status: ("normal" | "half_destroyed" | "complete_destroyed") | null;
                        state_at: string | null;
                        position: {
                            x_m: number;
                            y_m: number;
                            /** Format: date-time */
                            at: string;
                        } | null;
                        require_envelope: boolean;
                        /** Format: date-time */
                        registered_at: string;
                    };
                };
            };
            /** @description Validation error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: {
                            type: string;
                            loc: (string | number)[];
                            msg: string;
                            input?: unknown;
                            ctx?: {
                                [key: string]: unknown;
                            };
                        }[];
                    };
                };
            };
            /** @description Refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                    };
                };
            };
        };
    };
    listMissions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        missions: {
                            id: number;
                            runner_id: number;
                            map_id: number;
                            /** Format: date-time */
                            started_at: string;
                            ended_at: string | null;
                            outcome: ("caught" | "ended") | null;
                            ended_by: string | null;
                        }[];
                    };
                };
            };
            /** @description Refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                    };
                };
            };
        };
    };
    replayMission: {
        parameters: {
            query?: {
                from?: string | number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        mission: {
                            id: number;
                            runner_id: number;
                            map_id: number;
                            /** Format: date-time */
                            started_at: string;
                            ended_at: string | null;
                            outcome: ("caught" | "ended") | null;
                            ended_by: string | null;
                        };
                        steps: ({
                            /** @constant */
                            kind: "position";
                            /** Format: date-time */
                            at: string;
                            vehicle_id: number;
                            x_m: number;
                            y_m: number;
                        } | {
                            /** @constant */
                            kind: "state";
                            /** Format: date-time */
                            at: string;
                            vehicle_id: number;
                            fuel_percent: number;
                            collision_count: number;
                            status: number;
                        } | {
                            /** @enum {string} */
                            kind: "run" | "catch" | "failed";
                            /** Format: date-time */
                            at: string;
                            vehicle_id: number;
                            catcher_id: number | null;
                        })[];
                        next_from: string | null;
                    };
                };
            };
            /** @description Validation error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: {
                            type: string;
                            loc: (string | number)[];
                            msg: string;
                            input?: unknown;
                            ctx?: {
                                [key: string]: unknown;
                            };
                        }[];
                    };
                };
            };
            /** @description Refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                    };
                };
            };
        };
    };
    endMission: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: number;
                        runner_id: number;
                        map_id: number;
                        /** Format: date-time */
                        started_at: string;
                        ended_at: string | null;
                        outcome: ("caught" | "ended") | null;
                        ended_by: string | null;
                    };
                };
            };
            /** @description Validation error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: {
                            type: string;
                            loc: (string | number)[];
                            msg: string;
                            input?: unknown;
                            ctx?: {
                                [key: string]: unknown;
                            };
                        }[];
                    };
                };
            };
            /** @description Refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                    };
                };
            };
        };
    };
    importFleetMap: {
        parameters: {
            query: {
                name: string;
                id?: number;
                coordinates?: "metres" | "degrees";
                site_id?: string;
                floor_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": unknown;
            };
        };
        responses: {
            /** @description Success */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        map_id: number;
                        name: string;
                        nodes: number;
                        edges: number;
                        exits: number;
                        polygons: number;
                        origin: {
                            latitude: number;
                            longitude: number;
                        } | null;
                    };
                };
            };
            /** @description Validation error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: {
                            type: string;
                            loc: (string | number)[];
                            msg: string;
                            input?: unknown;
                            ctx?: {
                                [key: string]: unknown;
                            };
                        }[];
                    };
                };
            };
            /** @description Refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                    };
                };
            };
        };
    };
    getFleetMapGraph: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                map_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        map_id: number;
                        name: string;
                        nodes: {
                            node: number;
                            x_m: number;
                            y_m: number;
                            exit: boolean;
                        }[];
                        edges: {
                            edge: number;
                            from: number;
                            to: number;
                            length_m: number;
                            speed_mps: number;
                            shape_m: [
                                number,
                                number
                            ][];
                        }[];
                    };
                };
            };
            /** @description Validation error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: {
                            type: string;
                            loc: (string | number)[];
                            msg: string;
                            input?: unknown;
                            ctx?: {
                                [key: string]: unknown;
                            };
                        }[];
                    };
                };
            };
            /** @description Refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                    };
                };
            };
        };
    };
    getFleetMapGraph__api_maps_map_id_graph: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                map_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        map_id: number;
                        name: string;
                        nodes: {
                            node: number;
                            x_m: number;
                            y_m: number;
                            exit: boolean;
                        }[];
                        edges: {
                            edge: number;
                            from: number;
                            to: number;
                            length_m: number;
                            speed_mps: number;
                            shape_m: [
                                number,
                                number
                            ][];
                        }[];
                    };
                };
            };
            /** @description Validation error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: {
                            type: string;
                            loc: (string | number)[];
                            msg: string;
                            input?: unknown;
                            ctx?: {
                                [key: string]: unknown;
                            };
                        }[];
                    };
                };
            };
            /** @description Refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                    };
                };
            };
        };
    };
    getFleetMapGraph__api_v1_fleet_maps_map_id_graph: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                map_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        map_id: number;
                        name: string;
                        nodes: {
                            node: number;
                            x_m: number;
                            y_m: number;
                            exit: boolean;
                        }[];
                        edges: {
                            edge: number;
                            from: number;
                            to: number;
                            length_m: number;
                            speed_mps: number;
                            shape_m: [
                                number,
                                number
                            ][];
                        }[];
                    };
                };
            };
            /** @description Validation error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: {
                            type: string;
                            loc: (string | number)[];
                            msg: string;
                            input?: unknown;
                            ctx?: {
                                [key: string]: unknown;
                            };
                        }[];
                    };
                };
            };
            /** @description Refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                    };
                };
            };
        };
    };
    updateFleetMapGraph: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                map_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    exits?: {
                        node: number;
                        exit: boolean;
                    }[];
                    speeds?: {
                        edge: number;
                        speed_mps: number;
                    }[];
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        map_id: number;
                        name: string;
                        nodes: {
                            node: number;
                            x_m: number;
                            y_m: number;
                            exit: boolean;
                        }[];
                        edges: {
                            edge: number;
                            from: number;
                            to: number;
                            length_m: number;
                            speed_mps: number;
                            shape_m: [
                                number,
                                number
                            ][];
                        }[];
                    };
                };
            };
            /** @description Validation error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: {
                            type: string;
                            loc: (string | number)[];
                            msg: string;
                            input?: unknown;
                            ctx?: {
                                [key: string]: unknown;
                            };
                        }[];
                    };
                };
            };
            /** @description Refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                    };
                };
            };
        };
    };
    deleteFleetMap: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                map_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: {
                            type: string;
                            loc: (string | number)[];
                            msg: string;
                            input?: unknown;
                            ctx?: {
                                [key: string]: unknown;
                            };
                        }[];
                    };
                };
            };
            /** @description Refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                    };
                };
            };
        };
    };
    getRoot: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        message: string;
                    };
                };
            };
            /** @description Refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                    };
                };
            };
        };
    };
    getHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                    };
                };
            };
        };
    };
    getHealthLive: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        status: "alive";
                        /** Format: date-time */
                        timestamp: string;
                    };
                };
            };
            /** @description Refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                    };
                };
            };
        };
    };
    getHealthReady: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        status: "ready" | "not_ready";
                        /** Format: date-time */
                        timestamp: string;
                        checks: {
                            name: string;
                            /** @enum {string} */
                            state: "healthy" | "degraded" | "down";
                            reason: string | null;
                        }[];
                    };
                };
            };
            /** @description Refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                    };
                };
            };
        };
    };
    getSystemOverview: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        version: string;
                        uptime_s: number;
                        /** @enum {string} */
                        access: "demo" | "enforced";
                        /** Format: date-time */
                        started_at: string;
                        health: {
                            /** @enum {string} */
                            status: "healthy" | "degraded" | "down";
                            reasons: string[];
                        };
                        process: {
                            rss_bytes: number;
                            cpu_percent: number;
                            event_loop_delay_p99_ms: number;
                        };
                        perception: {
                            group: string;
                            pid: number | null;
                            rss_bytes: number;
                            cpu_percent: number;
                            restarts: number;
                            cameras: string[];
                        }[];
                        cameras: {
                            camera_id: string;
                            code: string;
                            status: string;
                            decode_fps: number;
                            detect_fps: number;
                            stage_ms: {
                                decode: number;
                                motion: number;
                                detect: number;
                                describe: number;
                            };
                            latency_ms_p50: number;
                            latency_ms_p95: number;
                            dropped_frames: number;
                            viewers: number;
                        }[];
                        queues: {
                            name: string;
                            size: number;
                            limit: number;
                            dropped: number;
                        }[];
                        rates: {
                            name: string;
                            per_second: number;
                        }[];
                        database: {
                            /** @enum {string} */
                            kind: "embedded" | "external";
                            version: string;
                            size_bytes: number;
                            connections: number;
                        };
                        bus: {
                            kind: string;
                            dropped: number;
                        };
                        mqtt: {
                            kind: string;
                            port: number;
                            connected: boolean;
                            clients: number;
                            problem: string | null;
                        } | null;
                        viewers: {
                            live: number;
                            video: number;
                        };
                        models: {
                            name: string;
                            licence: string;
                            status: string;
                            bytes: number;
                        }[];
                    };
                };
            };
            /** @description Refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                    };
                };
            };
        };
    };
    getMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain; version=0.0.4; charset=utf-8": unknown;
                };
            };
            /** @description Refusal */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                    };
                };
            };
        };
    };
}
