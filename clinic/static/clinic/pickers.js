// Opens Wagtail's date and time pickers without inline scripts: see templates/wagtailadmin/widgets/.
(() => {
  const START = { date: "initDateChooser", time: "initTimeChooser", datetime: "initDateTimeChooser" };

  class Picker extends window.StimulusModule.Controller {
    static values = { kind: String, field: String, config: Object };

    connect() {
      const start = () => window[START[this.kindValue]](this.fieldValue, this.configValue);
      // The form's own scripts, which bring the function, may still be on their way.
      if (window[START[this.kindValue]]) start();
      else window.addEventListener("load", start, { once: true });
    }
  }

  window.wagtail.app.register("clinic-picker", Picker);
})();
