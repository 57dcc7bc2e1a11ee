SELECT noticed AS "Noticed", archived AS "Archived", trashed AS "Trashed", deleted AS "Deleted", messages AS "Messages",
    bytes AS "Bytes", whole AS "Whole"
    FROM app.sweep_preview(@most, @at);
