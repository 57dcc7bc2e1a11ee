LISTEN cm_wake;
