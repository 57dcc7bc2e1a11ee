SELECT app.clean(@run, @most, @at);
