SELECT handled AS "Handled", noticed AS "Noticed", archived AS "Archived", trashed AS "Trashed", deleted AS "Deleted",
    messages AS "Messages", bytes AS "Bytes"
    FROM app.sweep(@layer, @most, @run, @at);
