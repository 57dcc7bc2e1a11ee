SELECT app.analyze_tables();
