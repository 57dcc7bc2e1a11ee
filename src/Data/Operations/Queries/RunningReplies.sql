SELECT count(*) AS "Value" FROM app.replies;
